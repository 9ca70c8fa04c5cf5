#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What this process knows of itself and of its machine.
public enum OwnProcess {
  /// Its number.
  public static var number: Int { Int(getpid()) }

  /// When it started, in clock ticks after the machine did.
  public static var startTicks: Int? { startTicks(of: number) }

  /// Asks another process to end (SIGTERM).
  public static func ask(_ process: Int) throws(SystemError) {
    guard kill(Int32(process), SIGTERM) == 0 else { throw .last("signal", "process \(process)") }
  }

  /// When a process that lives started, in clock ticks after the machine did (field 22 of `/proc/PID/stat`, proc(5)).
  public static func startTicks(of process: Int) -> Int? { status(of: process).flatMap { Int($0[19]) } }

  /// When a process started that lives and is no part of the kernel: those are process 2 and its children.
  static func startTicks(ofProgram process: Int32) -> Int? {
    guard process != 2, let status = status(of: Int(process)), status[1] != "2" else { return nil }
    return Int(status[19])
  }

  /// What the system tells of a process that lives, from its third field on; at least 20 fields.
  ///
  /// One that has ended and only waits to be noticed by its parent (`Z`, `X`) does not live.
  private static func status(of process: Int) -> [Substring]? {
    guard let text = FileReader.systemFile("/proc/\(process)/stat"),
      // The second field is a name in parentheses, which may hold anything.
      let end = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    return fields.count > 19 && !["Z", "X", "x"].contains(fields[0]) ? fields : nil
  }

  /// The id of the machine's start.
  public static var bootID: String? {
    FileReader.systemFile("/proc/sys/kernel/random/boot_id").map { String($0.prefix(36)) }
  }

  /// The machine's name.
  public static var hostName: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The environment, in order.
  public static var environment: [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    var entry = environ
    while let text = entry.pointee {
      let line = String(cString: text)
      if let equals = line.firstIndex(of: "=") {
        result.append((String(line[..<equals]), String(line[line.index(after: equals)...])))
      }
      entry += 1
    }
    return result
  }

  /// The words after the program's name, and the number of the first one that is not UTF-8, counted from 1.
  ///
  /// Swift finds them beside the environment; a library that is loaded first and changes that (libfaketime) hides them, and
  /// then the system is asked (proc(5)).
  public static func arguments() -> (words: [String], invalid: Int?) {
    var words: [[UInt8]] = (0..<Int(CommandLine.argc)).compactMap { index in
      CommandLine.unsafeArgv[index].map {
        Array(UnsafeBufferPointer(start: $0, count: strlen($0)).map(UInt8.init(bitPattern:)))
      }
    }
    if words.isEmpty, let bytes = try? FileReader.read("/proc/self/cmdline", limit: 4 << 20) {
      words = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map(Array.init)
    }
    let own = words.dropFirst()
    return (
      own.map { String(decoding: $0, as: UTF8.self) },
      own.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    )
  }

  /// Whether a variable of the environment is there and is UTF-8.
  public static func isText(_ name: String) -> Bool {
    getenv(name).map { String(validatingCString: $0) != nil } ?? false
  }

  /// The processes that are this one's children, adopted ones included.
  static func children() -> [Int32] {
    let text = FileReader.systemFile("/proc/self/task/\(getpid())/children") ?? ""
    return text.split(separator: " ").compactMap { Int32($0) }
  }

  /// Random bits for an identifier.
  public static func randomBits() -> UInt64 {
    UInt64.random(in: .min ... .max)
  }
}
