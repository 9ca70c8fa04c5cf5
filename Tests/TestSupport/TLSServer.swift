import Foundation

/// HTTPS servers on the loopback interface, with certificates that `openssl` makes for them: Python's `ssl` speaks.
public final class TLSServer: @unchecked Sendable {
  // See `RunningProgram`.
  private let process = Process()
  /// The port it listens on.
  public let port: Int

  /// Certificates of one authority in a folder: `ca.pem`, `good.pem`, `expired.pem`, `other.pem` (of another host),
  /// `self.pem` (of itself) and `client.pem`, each with its key, `good.key`.
  ///
  /// - Returns: false where there is no openssl.
  public static func makeCertificates(in folder: TemporaryFolder) -> Bool {
    let script = """
      set -e
      new="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
      echo subjectAltName=IP:127.0.0.1 >here
      echo subjectAltName=DNS:elsewhere.invalid >there
      openssl req -x509 $new -keyout ca.key -out ca.pem -days 2 -subj /CN=Test-Authority
      openssl req -x509 $new -keyout self.key -out self.pem -days 2 -subj /CN=self -addext subjectAltName=IP:127.0.0.1
      make() {
        openssl req -new $new -keyout "$1.key" -out "$1.csr" -subj "/CN=$1"
        openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -out "$1.pem" -days "$2" -extfile "$3"
      }
      make good 2 here
      make client 2 here
      make other 2 there
      make expired -1 here
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder.url
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  private static let server = """
    import http.server, ssl, sys
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status = 302 if self.path.startswith("/to/") else 200
            body = self.path.encode()
            self.send_response(status)
            if status == 302: self.send_header("Location", self.path[4:])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        def log_message(self, *words): pass
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1] + ".pem", sys.argv[1] + ".key")
    if sys.argv[2:]:
        # In 1.3 a client hears of a missing certificate only when it reads the answer, or not at all.
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(sys.argv[2])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    print("port", server.server_address[1], ".", flush=True)
    server.serve_forever()
    """

  /// A server with one of the certificates, ready when this returns; with `authority`, clients must have one of that.
  public init?(_ certificate: String, in folder: TemporaryFolder, authority: String? = nil) {
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.server, certificate] + [authority].compactMap { $0 }
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return nil }
    try? output.fileHandleForWriting.close()
    let collector = OutputCollector(output.fileHandleForReading)
    let words = collector.wait(for: " .") ? collector.text.split(separator: " ") : []
    guard words.count > 1, let port = Int(words[1]) else {
      kill(process.processIdentifier, SIGKILL)
      return nil
    }
    self.port = port
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// The address of a path on this server.
  public func url(_ path: String = "/") -> String { "https://127.0.0.1:\(port)\(path)" }
}
