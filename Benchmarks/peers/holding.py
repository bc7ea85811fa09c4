"""One planted call again and again, FUNCTION MILLISECONDS TIMES; with `knock`, gilknocker's reading of it is printed."""

import sys

import planted


def measured(function, milliseconds, times):
    for _ in range(times):
        function(milliseconds)


def knocked(*call):
    from gilknocker import KnockKnock

    knocker = KnockKnock(1000)
    knocker.start()
    measured(*call)
    print(knocker.contention_metric)
    knocker.stop()


function, milliseconds, times, *knock = sys.argv[1:]
(knocked if knock else measured)(getattr(planted, function), float(milliseconds), int(times))
