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

  /// Begins to connect, without waiting.
  static func begin(_ host: String, _ port: Int, deadline: Instant) throws(SystemError) -> NamedConnection {
    let time = Double(deadline.duration(since: SystemClock.now()).milliseconds) / 1000
    let lines = [
      "silent", "verbose", "globoff",
      CurlConfiguration.option("url", "telnet://\(host):\(port)"),
      CurlConfiguration.option("noproxy", "*"),
      CurlConfiguration.option("max-time", String(max(0.1, time))),
      CurlConfiguration.option("write-out", "%{stderr}\n\(marker)%{time_connect}\n"),
    ]
    var command = ShortCommand(arguments: CurlConfiguration.arguments, limit: .zero)
    command.input = Array((lines.joined(separator: "\n") + "\n").utf8)
    let number = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard number >= 0 else { throw .last("open", "/dev/null") }
    let null = FileDescriptor(number: number)
    defer { null.close() }
    return NamedConnection(child: try command.start(null), deadline: deadline)
  }

  /// How it has ended: well if there is nothing inside, else with why not; nothing while it is being made.
  mutating func outcome(at now: Instant) -> String?? {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
    defer { buffer.deallocate() }
    for index in child.outputs.indices where child.outputs[index].isOpen { child.drain(index, buffer) }
    if child.exit == nil { child.reap() }
    let said = String(decoding: child.outputs[1].kept.content, as: UTF8.self)
    if Self.words.contains(where: said.contains) { return .some(nil) }
    guard let exit = child.exit else { return now >= deadline ? .some("it took too long") : nil }
    let connected = said.ranges(of: Self.marker).last.map { said[$0.upperBound...].prefix { $0.isNumber || $0 == "." } }
    if let connected, let time = Double(connected), time > 0 { return .some(nil) }
    return .some(Self.reason(exit.code))
  }

  /// The failure in our words, by curl's exit code (curl(1), "EXIT CODES").
  private static func reason(_ code: Int32) -> String {
    switch code {
    case 6: "the host's name is not known"
    case 7: "no connection could be made"
    case 28: "it took too long"
    default: "curl ended with \(code)"
    }
  }

  mutating func end() { ShortCommand.end(&child) }
}
