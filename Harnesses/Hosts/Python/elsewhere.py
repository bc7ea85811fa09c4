# ruff: noqa: F821 (the names of bootstrap.py)
"""Verbs that take the exercise to another thread or process, or interrupt it. Runs in the namespace of bootstrap.py."""

import os
import signal
import sys
import threading
import time

CHILD_SECONDS = 5.0
INTERRUPT_SECONDS = 0.1
RACING_THREADS = 4
RACING_SECONDS = 0.12


def watch_unraisable():
    """What a destructor raised in another thread goes on the wire. An audit hook, since an exercise may set a hook."""

    def hear(event, arguments):
        if event == "sys.unraisablehook" and threading.get_ident() != threading.main_thread().ident:
            raised(arguments[1].exc_value, "after")

    sys.addaudithook(hear)


def in_thread(action):
    """Runs it in a thread that has never touched the artifact; a hang there is the cell's."""
    thread = threading.Thread(target=action)
    thread.start()
    thread.join()


def call_in_thread():
    """One call from another thread than the one that ran the set-up."""
    in_thread(call)


def drop_in_thread():
    """Lets the collector find everything that the exercise has made, in a cycle, and drop it in another thread."""
    import gc

    def drop():
        host.step("after")
        cycle = [main.pop(name) for name in list(main) if not name.startswith("__")]
        cycle.append(cycle)
        del cycle
        gc.collect()

    watch_unraisable()
    call()
    in_thread(drop)


def fork():
    """One call in a forked child, while the parent, which has made one already, waits."""
    started = time.monotonic()
    call()
    patience = CHILD_SECONDS + 10 * (time.monotonic() - started)
    observe("instance", "a forked child")
    child = os.fork()
    if child == 0:
        call()
        os._exit(0)
    observe("child", outcome_of(child, patience))


def outcome_of(child, patience):
    """`worked`, `hung`, the name of the signal that killed it, or `status N`."""
    status = waited(child, patience)
    if status is None:
        os.kill(child, signal.SIGUSR1)
        waited(child, 0.4)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return "hung"
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return "worked" if status == 0 else f"status {os.WEXITSTATUS(status)}"


def waited(child, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.005)
    return None


def interrupt():
    """One call that gets a Ctrl-C, sent by a native thread, and how long it took to come back from it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    code = attempt("call", lambda: compiled("call"))
    outcome = None
    host.interrupt_after(INTERRUPT_SECONDS)
    started = time.monotonic()
    try:
        exec(code, main)  # noqa: S102
    except BaseException as error:  # noqa: BLE001
        outcome = error
    seconds = time.monotonic() - started
    ignore_interrupts()
    observe("interrupt-ms", 1000 * (seconds - INTERRUPT_SECONDS if seconds > INTERRUPT_SECONDS else seconds))
    observe("interrupted-by", name_of(type(outcome)) if outcome is not None else "nothing")
    observe("interrupt-came", seconds > INTERRUPT_SECONDS)


def ignore_interrupts():
    """One that comes after the call is not to end the probe; `signal` itself raises one that is due."""
    try:
        signal.signal(signal.SIGINT, lambda *_: None)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, lambda *_: None)


def race(count=RACING_THREADS, seconds=RACING_SECONDS):
    """The first calls of all, and those after them, from several threads at once; what they raise that one alone does not.

    Objects of the set-up are shared; names that the call itself makes are each thread's own."""
    code = attempt("call", lambda: compiled("call"))
    barrier = threading.Barrier(count)
    errors, until = {}, time.monotonic() + seconds

    def run():
        names = dict(main)
        while True:
            barrier.wait()
            if time.monotonic() > until:
                # The others see it at the next barrier, or a moment later; nobody waits for one that left.
                barrier.abort()
                return
            note_error(errors, code, names)

    threads = [threading.Thread(target=quietly(run)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alone = {}
    note_error(alone, code, dict(main))
    tell_errors([error for name, error in errors.items() if name not in alone])


def quietly(run):
    def body():
        try:
            run()
        except threading.BrokenBarrierError:
            pass

    return body


def note_error(errors, code, names):
    try:
        exec(code, names)  # noqa: S102
    except BaseException as error:  # noqa: BLE001
        kind = type(error)
        if exercise["raises"] not in [name_of(kind), *bases(kind)]:
            errors.setdefault(name_of(kind), error)


def tell_errors(errors):
    """A panic is one whichever thread it comes out of."""
    for error in errors:
        if "PanicException" in [name_of(type(error)), *bases(type(error))]:
            raised(error, "call")
    observe("raced-errors", [f"{name_of(type(error))}: {text_of(error)[:200]}" for error in errors])
