import Foundation
import TestSupport
import Testing

/// Mails, as a mail server and a program on this machine get them, read by Python's own parser.
@Suite("Mails")
struct MailTests {
  /// What Python makes of a mail.
  private struct Mail: Decodable {
    let headers: [String: String]
    let names: [String]
    let text: String
    let defects: [String]
  }

  private static let parser = """
    import email, email.policy, json, sys
    message = email.message_from_bytes(open(sys.argv[1] if len(sys.argv) > 1 else FILE, "rb").read(), policy=email.policy.default)
    print(json.dumps({"headers": {k: str(v) for k, v in message.items()}, "names": list(message.keys()),
                      "text": message.get_content(), "defects": [str(d) for d in message.defects]}))
    """

  private static func read(_ file: String, in program: Program) throws -> Mail {
    let text = try #require(Python.run("FILE = '\(file)'\n" + parser, in: program))
    return try JSONDecoder().decode(Mail.self, from: Data(text.utf8))
  }

  private static func runbook(_ way: String, to: String = "\"ann@example.com\", \"Bob Ünal <bob@example.com>\"")
    -> String
  {
    """
    [runbook]
    title = "Löschen, \\r\\nBcc: evil@example.com"
    [runbook.notify.mail]
    kind = "email"
    from = "Deploys <deploy@example.com>"
    to = [\(to)]
    \(way)
    [deploy]
    command = "echo ünlesbar; exit 3"
    """
  }

  @Test("over SMTP with TLS and a password", arguments: ["smtp", "smtps"])
  func server(_ scheme: String) throws {
    let password = "hunter2 \"quoted\" \\päss"
    guard MailServer.isAvailable else { return print("skipped: aiosmtpd or openssl is not installed") }
    let server = try #require(MailServer(scheme, password: password))
    let program = Program.notifying(
      Self.runbook(
        """
        server = "\(scheme)://127.0.0.1:\(server.port)"
        user = "ann"
        password = "{{ secrets.HOOK }}"
        ca_file = "cert.pem"
        """), hook: password)
    program.folder.write(server.folder.readData("cert.pem") ?? Data(), to: "cert.pem")
    let result = program.run("run", "--max-retries", "0")
    #expect(result.exit == 1 && !result.error.contains("warning"), "\(result.error)")
    #expect(server.folder.list().filter { $0.hasSuffix(".eml") }.count == 2)
    let envelope = try #require(server.folder.read("mail-1.json"))
    #expect(
      envelope
        == "{\"from\": \"deploy@example.com\", \"to\": [\"ann@example.com\", \"bob@example.com\"], \"tls\": true, \"user\": \"ann\"}"
    )
    let mail = try Self.read("\(server.folder.path)/mail-1.eml", in: program)
    try Self.check(mail, program)
    #expect(!SecretTraces.all(of: program, result).contains("hunter2"))
  }

  /// What must be so of the last mail.
  private static func check(_ mail: Mail, _ program: Program) throws {
    #expect(mail.defects.isEmpty && !mail.names.contains("Bcc"))
    #expect(mail.headers["Subject"] == "Löschen,  Bcc: evil@example.com has failed")
    #expect(mail.headers["To"] == "ann@example.com, Bob Ünal <bob@example.com>")
    #expect(mail.headers["From"] == "Deploys <deploy@example.com>")
    let run = try #require(mail.headers["X-Pyflow-Run"])
    #expect(
      mail.headers["In-Reply-To"] == "<\(run)@example.com>" && mail.headers["References"] == "<\(run)@example.com>")
    #expect(mail.headers["Message-ID"]?.hasPrefix("<\(run).") == true)
    #expect(mail.headers["Auto-Submitted"] == "auto-generated")
    #expect(mail.text.contains("1 failed in") && mail.text.contains("Reason: deploy failed"))
  }

  @Test("a certificate that nobody vouches for is refused, and so is a wrong password, and an unknown reader")
  func refusals() throws {
    guard MailServer.isAvailable else { return print("skipped: aiosmtpd or openssl is not installed") }
    let server = try #require(MailServer("smtp", password: "right-password"))
    func test(_ way: String, to: String = "\"ann@example.com\"", password: String = "right-password") -> Program.Result
    {
      let program = Program.notifying(
        Self.runbook(
          "server = \"smtp://127.0.0.1:\(server.port)\"\nuser = \"ann\"\npassword = \"{{ secrets.HOOK }}\"\n\(way)",
          to: to),
        hook: password)
      program.folder.write(server.folder.readData("cert.pem") ?? Data(), to: "cert.pem")
      return program.run("notify", "test", "mail")
    }
    #expect(test("ca_file = \"cert.pem\"").exit == 0)
    let untrusted = test("")
    #expect(untrusted.exit == 1 && untrusted.output.hasPrefix("mail (email): tls: TLS failed ("))
    let wrong = test("ca_file = \"cert.pem\"", password: "wrong-password")
    #expect(wrong.exit == 1 && wrong.output.hasPrefix("mail (email): refused: mail status 535"))
    let unknown = test("ca_file = \"cert.pem\"", to: "\"nobody@example.com\"")
    #expect(unknown.exit == 1 && unknown.output.hasPrefix("mail (email): refused: mail status 550"))
    #expect(!(untrusted.output + wrong.output + wrong.error).contains("-password"))
  }

  @Test("through the program of this machine")
  func program() throws {
    let program = Program(Self.runbook("sendmail = \"sendmail\"\non = \"run.failed\""))
    program.stub("sendmail", "echo \"$@\" > arguments; cat > mail.eml")
    let result = program.run("run", "--max-retries", "0")
    #expect(result.exit == 1 && !result.error.contains("warning"))
    #expect(program.folder.read("arguments") == "-t -i\n")
    #expect(program.folder.read("mail.eml")?.contains("\r") == false)
    guard Python.run("", in: program) != nil else { return print("skipped: python3 is not installed") }
    try Self.check(try Self.read("mail.eml", in: program), program)
  }
}
