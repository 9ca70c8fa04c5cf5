internal import Text
internal import Values

/// A message as a mail (RFC 5322), with lines that end in CRLF.
public enum MailText {
  private static let subject = 200
  private static let text = 100_000
  private static let output = 20_000
  /// RFC 2047: an encoded word has 75 characters, 63 of them base64 of at most 45 bytes.
  private static let wordBytes = 45
  private static let bodyLine = 76
  private static let lineEnd = "\r\n"

  /// The whole mail from `sender` to `recipients`, addresses as `Name <address>` or alone.
  static func bytes(_ message: Message, from sender: String, to recipients: [String]) -> [UInt8] {
    let domain = sender.split(separator: "@").last.map { $0.filter { $0 != ">" } } ?? "pyflow.invalid"
    let thread = "<\(message.run.id)@\(domain)>"
    let digest = SHA256.hash(Array(message.notification.key.utf8)).hex.prefix(16)
    var lines = [
      "From: \(address(sender))", "To: \(recipients.map(address).joined(separator: ",\(lineEnd) "))",
      "Subject: \(header(FittingText.fit(message.title, subject)))",
      "Date: \(date(message.notification.time))",
      "Message-ID: <\(message.run.id).\(digest)@\(domain)>",
      // Nobody is sent the mail that these name; mail programs put together what has it in common.
      "In-Reply-To: \(thread)", "References: \(thread)", "MIME-Version: 1.0",
      // RFC 3834: nobody's holiday notice answers it.
      "Auto-Submitted: auto-generated", "X-Pyflow-Event: \(message.notification.topic.rawValue)",
      "X-Pyflow-Run: \(message.run.id)",
    ]
    lines += body(of: message)
    return Array((lines.joined(separator: lineEnd) + lineEnd).utf8)
  }

  // MARK: - Header

  /// A value for a header field: encoded where it is not plain ASCII, and on one line in any case.
  static func header(_ text: String) -> String {
    let line = OutputText.oneLine(text)
    if line.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), !line.contains("=?"), line.utf8.count <= subject {
      return line
    }
    var words: [String] = []
    var bytes: [UInt8] = []
    func flush() {
      if !bytes.isEmpty { words.append("=?utf-8?B?\(Base64.encoded(bytes))?=") }
      bytes = []
    }
    for scalar in line.unicodeScalars {
      let piece = Array(String(scalar).utf8)
      if bytes.count + piece.count > wordBytes { flush() }
      bytes += piece
    }
    flush()
    return words.joined(separator: "\(lineEnd) ")
  }

  private static func address(_ text: String) -> String {
    guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else { return text }
    let name = String(text[..<open]).trimmed
    let plain = name.utf8.allSatisfy { $0.isASCIIWord || $0 == 0x20 || $0 == 0x2D }
    if name.isEmpty { return String(text[open...]) }
    let isQuoted = name.hasPrefix("\"") && name.hasSuffix("\"") && name.count >= 2
    return (plain ? name : header(isQuoted ? String(name.dropFirst().dropLast()) : name, isPhrase: true))
      + " " + text[open...]
  }

  /// A name in front of an address: a comma or a bracket in it would begin another address.
  private static func header(_ text: String, isPhrase: Bool) -> String {
    let encoded = header(text)
    return encoded.hasPrefix("=?") ? encoded : "=?utf-8?B?\(Base64.encoded(Array(text.utf8)))?="
  }

  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// RFC 5322, 3.3: `Sat, 21 Nov 2026 09:30:00 +0000`.
  static func date(_ time: Timestamp) -> String {
    let seconds = max(0, time.milliseconds / 1000)
    let date = CivilDate(daysSinceEpoch: seconds / 86_400)
    let clock = time.rfc3339.split(separator: "T").last.map { $0.prefix(8) } ?? ""
    return "\(days[seconds / 86_400 % 7]), \(date.day) \(months[date.month - 1]) \(date.year) \(clock) +0000"
  }

  // MARK: - Body

  private static func body(of message: Message) -> [String] {
    var lines: [String] = []
    if !message.text.isEmpty { lines += split(FittingText.fit(message.text, text)) + [""] }
    lines += message.facts.flatMap { split("\($0.name): \($0.value)") }
    let printed = FittingText.fitLines(message.notification.output, output)
    if !printed.isEmpty { lines += ["", "The last lines that it printed:", ""] + split(printed).map { "  \($0)" } }
    let isPlain = lines.allSatisfy { line in
      line.utf8.count < 900 && line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 0x09 }
    }
    let head = ["Content-Type: text/plain; charset=utf-8"]
    if isPlain { return head + ["Content-Transfer-Encoding: 7bit", ""] + lines }
    let encoded = Base64.encoded(Array(lines.joined(separator: lineEnd).utf8) + [0x0D, 0x0A])
    return head + ["Content-Transfer-Encoding: base64", ""] + wrapped(encoded)
  }

  private static func split(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { OutputText.cleaned(String($0)) }
  }

  private static func wrapped(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return stride(from: 0, to: bytes.count, by: bodyLine).map { start in
      String(decoding: bytes[start..<min(start + bodyLine, bytes.count)], as: UTF8.self)
    }
  }

  /// The mail for a program on this machine, which takes lines as the system ends them.
  public static func withoutReturns(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { continue }
      result.append(byte)
    }
    return result
  }
}
