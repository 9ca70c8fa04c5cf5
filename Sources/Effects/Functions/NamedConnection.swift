internal import CSystem
internal import Text
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A connection to a host whose name only a resolver knows: `curl` makes it, and is ended as soon as it is there.
struct NamedConnection {
  /// How often is looked how far it has come.
  static let lookInterval = Duration.milliseconds(20)

  private var child: ChildProcess
  private let deadline: Instant

  /// What curl says of itself at its end, where it was not ended before.
  private static let marker = "pyflow-connected:"
  /// What curl says when it is connected; the second since version 8.16.
  private static let words = ["* Connected to ", "* Established connection to "]

  /// Begins to connect, without waiting, to a host that is a name and nothing more.
  static func begin(_ host: String, _ port: Int, deadline: Instant) throws(SystemError) -> NamedConnection {
    let time = Double(deadline.duration(since: SystemClock.now()).milliseconds) / 1000
    let lines = [
      "silent", "show-error", "verbose", "globoff",
      CurlConfiguration.option("url", "telnet://\(host):\(port)"),
      CurlConfiguration.option("noproxy", "*"),
      CurlConfiguration.option("max-time", String(max(0.1, time))),
      CurlConfiguration.option("write-out", "%{stderr}\n\(marker)%{time_connect}\n"),
    ]
    var command = ShortCommand(arguments: CurlConfiguration.arguments, limit: .zero)
    command.input = CurlConfiguration.text(of: lines)
    return NamedConnection(child: try command.start(), deadline: deadline)
  }

  /// curl's process.
  var process: Int32 { child.process }

  /// How it has ended.
  enum Outcome {
    case connected
    /// Another try may do better.
    case failed(String)
    /// No try will.
    case unable(String)
  }

  /// How it has ended; nothing while it is being made.
  mutating func outcome(at now: Instant) -> Outcome? {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
    defer { buffer.deallocate() }
    for index in child.outputs.indices where child.outputs[index].isOpen { child.drain(index, buffer) }
    if child.exit == nil { child.reap() }
    let said = String(decoding: child.outputs[1].kept.content, as: UTF8.self)
    if Self.words.contains(where: said.contains) { return .connected }
    guard let exit = child.exit else { return now >= deadline ? .failed("it took too long") : nil }
    let connected = said.ranges(of: Self.marker).last.map { said[$0.upperBound...].prefix { $0.isNumber || $0 == "." } }
    if let connected, let time = Double(connected), time > 0 { return .connected }
    return Self.outcome(exit.code, said)
  }

  /// The failure in our words, by curl's exit code (curl(1), "EXIT CODES").
  private static func outcome(_ code: Int32, _ said: String) -> Outcome {
    switch code {
    case 6: .failed("the host's name is not known")
    case 7: .failed("no connection could be made")
    case 28: .failed("it took too long")
    // It cannot do this at all: it knows no telnet, or was built without something.
    case 1, 2, 3, 4: .unable("the host's name is looked up by curl, which cannot: " + lastWords(said, code))
    default: .failed(lastWords(said, code))
    }
  }

  private static func lastWords(_ said: String, _ code: Int32) -> String {
    said.split(separator: "\n").last { $0.hasPrefix("curl: ") }.map { String($0.dropFirst(6)) }
      ?? "curl ended with \(code)"
  }

  mutating func end() { child.endAtOnce() }
}
