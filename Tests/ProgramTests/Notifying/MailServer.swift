import Foundation
import TestSupport

/// A mail server of its own kind, aiosmtpd, that demands TLS and a password, and keeps what it gets.
final class MailServer: @unchecked Sendable {
  // `Process` is not Sendable; it is set up before anybody else sees it.
  private let process = Process()
  let folder = TemporaryFolder()
  private(set) var port = 0

  private static let script = """
    import asyncio, json, os, socket, ssl, sys
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult
    class Handler:
        count = 0
        async def handle_RCPT(self, server, session, envelope, address, options):
            if address.startswith("nobody@"):
                return "550 5.1.1 no such user"
            envelope.rcpt_tos.append(address)
            return "250 OK"
        async def handle_DATA(self, server, session, envelope):
            name = "mail-%d" % Handler.count
            Handler.count += 1
            open(name + ".eml", "wb").write(envelope.original_content)
            json.dump({"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": server.transport.get_extra_info("ssl_object") is not None,
                       "user": session.auth_data}, open(name + ".json", "w"))
            return "250 OK"
    def login(server, session, envelope, mechanism, data):
        ok = data.login == b"ann" and data.password == os.environ["PASSWORD"].encode()
        return AuthResult(success=ok, handled=ok, auth_data=data.login.decode())
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain("cert.pem", "key.pem")
    options = dict(authenticator=login, auth_required=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if sys.argv[1] == "smtps":
        options.update(ssl_context=context, auth_require_tls=False)
    else:
        options.update(tls_context=context, require_starttls=True)
    Controller(Handler(), hostname="127.0.0.1", port=port, ready_timeout=60, **options).start()
    print(port, flush=True)
    sys.stdin.read()
    """

  /// Whether there is what it takes.
  static var isAvailable: Bool {
    let folder = TemporaryFolder()
    return run(["python3", "-c", "import aiosmtpd"], in: folder) && run(["openssl", "version"], in: folder)
  }

  /// A server that listens; nothing if it does not.
  init?(_ scheme: String, password: String) {
    let certificate = [
      "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days",
      "2",
      "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
    ]
    guard Self.run(certificate, in: folder) else { return nil }
    folder.write(Self.script, to: "server.py")
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "server.py", scheme]
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging(["PASSWORD": password]) { $1 }
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    do { try process.run() } catch { return nil }
    var line = Data()
    while let byte = try? output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data([10]) {
      line += byte
    }
    guard let port = Int(String(decoding: line, as: UTF8.self)) else { return nil }
    self.port = port
  }

  deinit { process.terminate() }

  private static func run(_ words: [String], in folder: TemporaryFolder) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = folder.url
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
