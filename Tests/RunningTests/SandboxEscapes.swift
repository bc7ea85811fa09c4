/// A program that tries to get out of its sandbox: one line for each attempt, `name: done`, or what refused it.
///
/// Its arguments, in order: a secret file, a folder that is shown to it, the port of a listener, the name of an abstract socket,
/// the process id of the harness, and the one attempt to make, or nothing for all.
enum SandboxEscapes {
  static let source = #"""
    import ctypes, errno, os, signal, socket, subprocess, sys

    secret, shown, port, abstract, harness, only = sys.argv[1:7]
    libc = ctypes.CDLL(None, use_errno=True)
    MS_RDONLY, MS_REMOUNT, MS_BIND, CLONE_NEWUSER, PTRACE_ATTACH = 1, 32, 4096, 0x10000000, 16
    SYS_keyctl, SYS_add_key = 250, 248


    def libc_call(function, *arguments):
        result = function(*arguments)
        if result < 0:
            raise OSError(ctypes.get_errno(), "")


    def syscall(number, *arguments):
        libc_call(libc.syscall, number, *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])


    def write(path):
        os.close(os.open(path, os.O_WRONLY))


    def create(path):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT))


    def remount(path):
        libc_call(libc.mount, None, path.encode(), None, MS_REMOUNT | MS_BIND, None)


    def remount_and_write(path):
        remount(path)
        create(path + "/written")


    def connect(family, address):
        with socket.socket(family) as s:
            s.settimeout(5)
            s.connect(address)


    def chroot():
        os.chroot("/tmp")
        os.chdir("../../../..")


    def daemon():
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execv("/bin/sleep", ["sandbox-daemon-" + harness, "300"])
            os._exit(0)
        os.wait()


    def seen(what, allowed):
        more = set(what) - set(allowed)
        if not more:
            raise OSError(errno.ENOENT, "")
        print("  found", sorted(more)[:20])


    attempts = {
        "read the secret": lambda: open(secret).read(),
        "list the secret's folder": lambda: os.listdir(os.path.dirname(secret)),
        "list the user's home": lambda: seen(os.listdir("/root"), [".cache"]),
        "list /home": lambda: os.listdir("/home"),
        "list /var": lambda: os.listdir("/var"),
        "list /run": lambda: os.listdir("/run"),
        "read the shadow file": lambda: open("/etc/shadow").read(),
        "create in /": lambda: create("/created"),
        "create in /usr": lambda: create("/usr/harness-escaped"),
        "create in /etc": lambda: create("/etc/harness-escaped"),
        "create in /dev": lambda: create("/dev/harness-escaped"),
        "write /etc/passwd": lambda: write("/etc/passwd"),
        "create in what is shown": lambda: create(shown + "/created"),
        "remount /usr": lambda: remount("/usr"),
        "remount what is shown": lambda: remount_and_write(shown),
        "remount /proc": lambda: remount("/proc"),
        "mount": lambda: libc_call(libc.mount, b"x", b"/tmp", b"tmpfs", 0, None),
        "unmount": lambda: libc_call(libc.umount2, b"/usr", 2),
        "chroot": chroot,
        "make a device": lambda: os.mknod("/tmp/device", 0o60600, os.makedev(254, 0)),
        "open memory": lambda: write("/dev/mem"),
        "write a kernel setting": lambda: write("/proc/sys/vm/swappiness"),
        "write the core pattern": lambda: write("/proc/sys/kernel/core_pattern"),
        "press sysrq": lambda: write("/proc/sysrq-trigger"),
        "write /sys": lambda: create("/sys/created"),
        "bring a processor down": lambda: write("/sys/devices/system/cpu/cpu1/online"),
        "reach a port outside": lambda: connect(socket.AF_INET, ("127.0.0.1", int(port))),
        "reach an abstract socket outside": lambda: connect(socket.AF_UNIX, "\0" + abstract),
        "find a network": lambda: seen([l.split(":")[0].strip() for l in open("/proc/net/dev").readlines()[2:]], ["lo"]),
        "signal the harness": lambda: os.kill(int(harness), 0),
        "trace the harness": lambda: libc_call(libc.ptrace, PTRACE_ATTACH, int(harness), None, None),
        "trace the supervisor": lambda: libc_call(libc.ptrace, PTRACE_ATTACH, 1, None, None),
        "read the supervisor's environment": lambda: open("/proc/1/environ").read(),
        "write to the supervisor's records": lambda: write("/proc/1/fd/1"),
        "go outside by the supervisor's root": lambda: os.listdir("/proc/1/root/"),
        "find another process": lambda: seen([p for p in os.listdir("/proc") if p.isdigit()], ["1", str(os.getpid())]),
        "find a descriptor": lambda: seen([d for d in os.listdir("/proc/self/fd")], ["0", "1", "2", "3", "4", "5"]),
        "find a variable": lambda: seen(os.environ, ["PATH", "LC_CTYPE"]),
        "get a user namespace": lambda: syscall(272, CLONE_NEWUSER),
        "get a user namespace by clone": lambda: syscall(56, CLONE_NEWUSER | signal.SIGCHLD, 0, 0, 0, 0),
        "read the user's keyring": lambda: syscall(SYS_keyctl, 0, -4, 0),
        "list the user's keys": lambda: open("/proc/keys").read(),
        "add a key": lambda: syscall(SYS_add_key, b"user", b"harness", b"x", 1, -4),
        "become another user": lambda: os.setuid(12345),
        "rename the machine": lambda: socket.sethostname("escaped"),
        "reach the terminal": lambda: os.open("/dev/tty", os.O_RDWR),
        "signal everybody": lambda: os.kill(-1, signal.SIGKILL),
    }
    for name, attempt in attempts.items():
        if only not in (name, ""):
            continue
        try:
            attempt()
            print(f"{name}: done", flush=True)
        except OSError as error:
            print(f"{name}: {errno.errorcode[error.errno]}", flush=True)
    if only:
        sys.exit()
    os.kill(1, signal.SIGKILL)
    daemon()
    open("written", "w").close()
    open("/tmp/written", "w").close()
    open("/dev/shm/written", "w").close()
    print("alive: done", flush=True)

    """#
}
