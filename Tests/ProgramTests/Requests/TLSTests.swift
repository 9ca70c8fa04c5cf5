import Foundation
import TestSupport
import Testing

/// Certificates that are good, and those that are not.
@Suite("TLS of requests")
struct TLSTests {
  @Test("certificates are checked, and what is wrong with one is said")
  func certificates() throws {
    let program = Program()
    guard TLSServer.makeCertificates(in: program.folder) else {
      print("skipped: TLS of requests: there is no openssl")
      return
    }
    let good = try #require(TLSServer("good", in: program.folder))
    let expired = try #require(TLSServer("expired", in: program.folder))
    let other = try #require(TLSServer("other", in: program.folder))
    let own = try #require(TLSServer("self", in: program.folder))
    let strict = try #require(TLSServer("good", in: program.folder, authority: "ca.pem"))
    let plain = LoopbackServer { _ in LoopbackAnswer() }
    let trusted = "ca_file = \"ca.pem\""
    let cases: [(url: String, keys: String, code: String?)] = [
      (good.url(), trusted, nil), (good.url(), "", "tls-authority"), (own.url(), "", "tls-authority"),
      (own.url(), trusted, "tls-authority"), (expired.url(), trusted, "tls-expired"),
      (other.url(), trusted, "tls-host"),
      (own.url(), "insecure = true", nil), (good.url(), "ca_file = \"good.key\"", "tls-files"),
      (good.url(), "ca_file = \"none.pem\"", "start"),
      (strict.url(), trusted + "\nclient_cert = \"client.pem\"\nclient_key = \"client.key\"", nil),
      (strict.url(), trusted, "tls-client"),
      (strict.url(), trusted + "\nclient_cert = \"client.pem\"\nclient_key = \"good.key\"", "tls-client"),
      (good.url("/to//ok"), trusted + "\nfollow = true", nil),
      (good.url("/to/" + plain.url()), trusted + "\nfollow = true", "redirect-refused"),
      // The certificate is the first origin's alone.
      (
        strict.url("/to/" + strict.url("/x")),
        trusted + "\nclient_cert = \"client.pem\"\nclient_key = \"client.key\"\nfollow = true", nil
      ),
      (
        good.url("/to/" + strict.url("/x")),
        trusted + "\nclient_cert = \"client.pem\"\nclient_key = \"client.key\"\nfollow = true", "tls-client"
      ),
    ]
    let nodes = cases.enumerated().map { "[n\($0)]\nurl = \"\($1.url)\"\ndepends_on = []\n\($1.keys)\n" }
    program.folder.write("[runbook]\non_failure = \"continue\"\n" + nodes.joined(), to: "deploy.toml")
    let result = program.run("run", "--no-input", "--quiet")
    #expect(result.exit == 1, "\(result.error)")
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    for (index, entry) in cases.enumerated() {
      let line = audit.split(separator: "\n").first { $0.contains("\"node.finished\",\"node\":\"n\(index)\",") } ?? ""
      let words = entry.code.map { "\"reason\":{\"code\":\"\($0)\"," } ?? "\"status\":\"succeeded\""
      #expect(line.contains(words), "\(entry): \(line)")
    }
    // What was not checked is on record.
    #expect(audit.split(separator: "\n").count { $0.contains("node.started") && $0.contains("\"insecure\":true") } == 1)
    #expect(plain.requests.isEmpty)
  }
}
