import Foundation
import Running
import TestSupport
import Values

@testable import Effects

/// A server on the loopback interface, and a real world that sends requests to it with curl.
struct CurlProbe {
  let world: WorldProbe
  let server: LoopbackServer

  init(
    environment: [(name: String, value: String)] = [],
    answering: @escaping @Sendable (LoopbackRequest) -> LoopbackAnswer = { _ in LoopbackAnswer() }
  ) throws {
    world = try WorldProbe(environment: environment)
    server = LoopbackServer(answering: answering)
  }

  /// Sends a request to a path of the server.
  func send(
    _ method: String = "GET", _ path: String = "/", timeout: Duration = .seconds(60),
    _ change: (inout RequestAction) -> Void = { _ in }
  ) -> ActionResult {
    var request = RequestAction(
      method: method, url: server.url(path), timeout: timeout, workingDirectory: world.folder.path)
    change(&request)
    return world.send(request)
  }
}

extension ActionResult {
  /// Why no answer came.
  var failure: String {
    if case .requestFailed(let failure) = ending { failure.message } else { "it did not fail: \(ending)" }
  }
}
