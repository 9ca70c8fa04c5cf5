import Foundation

/// A `pyflow` that runs on a terminal: a pseudo-terminal, which is its standard input, output and error.
public final class TerminalProgram: @unchecked Sendable {
  // See `RunningProgram`.
  private let process = Process()
  private let terminal: FileHandle
  private let screen: OutputCollector
  private let folder: TemporaryFolder

  /// Starts `program` on a terminal of its own; nothing where the system has no terminal to give.
  public convenience init?(_ program: Program, _ arguments: String...) {
    self.init(program, arguments: arguments)
  }

  /// Starts `program` on a terminal of its own; nothing where the system has no terminal to give.
  public init?(_ program: Program, arguments: [String]) {
    guard let (main, other) = Self.openTerminal() else { return nil }
    folder = program.folder
    terminal = main
    // A terminal belongs to a session, and `setsid` is the program that makes one with a controlling terminal.
    process.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
    process.arguments = ["--ctty", "--wait"] + program.wrapper + [Program.executable.path] + arguments
    process.currentDirectoryURL = folder.url
    process.environment = program.fullEnvironment.merging(["TERM": "xterm"]) { $1 }
    process.standardInput = other
    process.standardOutput = other
    process.standardError = other
    do { try process.run() } catch { return nil }
    screen = OutputCollector(main)
    try? other.close()
  }

  private static func openTerminal() -> (main: FileHandle, other: FileHandle)? {
    let main = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard main >= 0, let name = unlockedName(of: main) else { return nil }
    let other = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard other >= 0 else { return nil }
    return (FileHandle(fileDescriptor: main, closeOnDealloc: true), FileHandle(fileDescriptor: other))
  }

  /// The path of a new terminal's other side, which anybody with its rights may open from now on.
  private static func unlockedName(of main: Int32) -> String? {
    #if os(Linux)
      // The requests TIOCSPTLCK and TIOCGPTN of ioctl_tty(2): the C library's functions for them are hidden from Swift.
      var lock: CInt = 0
      var number: CInt = 0
      guard ioctl(main, 0x4004_5431, &lock) == 0, ioctl(main, 0x8004_5430, &number) == 0 else { return nil }
      return "/dev/pts/\(number)"
    #else
      guard grantpt(main) == 0, unlockpt(main) == 0, let name = ptsname(main) else { return nil }
      return String(cString: name)
    #endif
  }

  /// Whether it has not ended.
  public var isRunning: Bool { process.isRunning }

  /// Waits until `text` stands on the screen.
  ///
  /// - Returns: false if the program ended without.
  public func waitForScreen(_ text: String) -> Bool { screen.wait(for: text) }

  /// Whether the terminal shows what is typed, and makes signals of keys like Ctrl-C: as it is unless a program has changed it.
  public var isAsUsual: Bool {
    var modes = termios()
    let usual = tcflag_t(ECHO | ISIG | ICANON)
    return tcgetattr(terminal.fileDescriptor, &modes) == 0 && modes.c_lflag & usual == usual
  }

  /// Types something; a line ends in `"\n"`, and Ctrl-C is `"\u{3}"`.
  public func type(_ text: String) { try? terminal.write(contentsOf: Data(text.utf8)) }

  /// Waits for its end, and returns its exit code and everything that it wrote.
  public func wait() -> (exit: Int, screen: String) {
    process.waitUntilExit()
    return (Int(process.terminationStatus), screen.whole())
  }
}
