internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The terminal while an interactive process has it.
struct TerminalLoan {
  /// How the terminal was set before; nothing if it cannot be told.
  private let modes: termios?

  /// Lends the terminal out, once pyflow has it: one that was put into the background stops until it is fetched back.
  init() {
    if !Self.isOurs { _ = kill(0, SIGTTIN) }
    modes = Self.currentModes
  }

  /// Takes the terminal back, and sets it as it was, however the process has left it.
  func end() { Self.take(for: getpgrp(), modes) }

  /// Lets pyflow's job stop after its interactive process was (Ctrl-Z), and both go on together (`fg`).
  ///
  /// The shell that waits for pyflow knows only pyflow. Where no shell waits the system stops nobody, and the process goes
  /// on at once.
  func suspend(_ process: Int32) {
    let own = Self.currentModes
    end()
    _ = kill(0, SIGTSTP)
    if !Self.isOurs { _ = kill(0, SIGTTIN) }
    Self.take(for: process, own)
    _ = kill(-process, SIGCONT)
  }

  /// Whether pyflow is the terminal's foreground, or has none.
  private static var isOurs: Bool {
    let foreground = tcgetpgrp(0)
    return foreground < 0 || foreground == getpgrp()
  }

  private static var currentModes: termios? {
    var modes = termios()
    return tcgetattr(0, &modes) == 0 ? modes : nil
  }

  private static func take(for group: Int32, _ modes: termios?) {
    // Asking for the terminal from the background stops a process, unless it ignores this signal.
    let previous = signal(SIGTTOU, SIG_IGN)
    _ = tcsetpgrp(0, group)
    if var modes { _ = tcsetattr(0, TCSANOW, &modes) }
    signal(SIGTTOU, previous)
  }
}
