import Planning
import TestSupport
import Testing
import Values

@testable import Running

/// What a plugin prints during a call, however it comes.
@Suite("The reader of a plugin's answers")
struct PluginCallReaderTests {
  private static func result(
    _ output: String, _ ending: ActionResult.Ending = .exited(0)
  ) -> (log: String, result: ActionResult) {
    var reader = PluginCallReader()
    let log = reader.read(Array(output.utf8))
    return (log, reader.result(ending))
  }

  private static func reason(_ output: String, _ ending: ActionResult.Ending = .exited(0)) -> String {
    switch result(output, ending).result.ending {
    case .functionFailed(let failure): "\(failure.kind.rawValue): \(failure.message)"
    case .done(let unchanged): unchanged.map { "unchanged: \($0)" } ?? "done"
    case let other: "\(other)"
    }
  }

  @Test("takes what belongs to the protocol")
  func right() {
    let (log, result) = Self.result(
      """
      {"id":1,"type":"log","message":"one"}
      {"id":1,"type":"log","message":"two","level":"warning","more":[1]}

      {"id":1,"type":"progress","percent":12.5,"message":"on the way"}
      {"id":1,"type":"progress","percent":100}
      {"id":1,"type":"result","outputs":{"a":1,"b":[true,null]}}
      """)
    #expect(log == "one\nwarning: two\n12 % on the way\n100 %\n")
    #expect(result.ending == .done(unchanged: nil))
    #expect(result.outputs.map { JSONWriter.string(.map($0)) } == #"{"a":1,"b":[true,null]}"#)
  }

  @Test(
    "tells what came of a call",
    arguments: [
      (#"{"id":1,"type":"result"}"#, "done"),
      (#"{"id":1,"type":"result","changed":true,"outputs":null}"#, "done"),
      (#"{"id":1,"type":"result","changed":false}"#, "unchanged: there was nothing to do"),
      (#"{"id":1,"type":"result","changed":false,"message":"so already"}"#, "unchanged: so already"),
      (#"{"id":1,"type":"error","message":"no such host"}"#, "plugin-error: no such host"),
      ("", "plugin-died: it ended without a result (exit 0)"),
    ])
  func outcomes(output: String, expected: String) {
    #expect(Self.reason(output) == expected)
    #expect(Self.reason(output + "\n") == expected)
  }

  @Test(
    "tells how a plugin has died",
    arguments: [
      ("", ActionResult.Ending.exited(3), "plugin-died: it ended without a result (exit 3)"),
      (
        #"{"id":1,"type":"log","message":"x"}"#, .killed(signal: 9), "plugin-died: it ended without a result (signal 9)"
      ),
      (#"{"id":1,"type":"result"}"#, .exited(2), "plugin-died: it gave its result, and then ended with exit 2"),
      (#"{"id":1,"type":"error","message":"x"}"#, .exited(2), "plugin-error: x"),
      (#"{"id":1,"type":"res"#, .killed(signal: 11), "plugin-protocol: it printed a line that is not JSON ("),
    ] as [(String, ActionResult.Ending, String)])
  func deaths(output: String, ending: ActionResult.Ending, expected: String) {
    #expect(Self.reason(output, ending).hasPrefix(expected))
  }

  @Test(
    "refuses what is against the protocol",
    arguments: [
      ("hello", "printed a line that is not JSON ("),
      ("[1]", "printed a line that is no JSON object: `[1]`"),
      ("{}", "printed a line without `type`: `{}`"),
      (#"{"type":"log"}"#, #"printed a line without `id`: `{"type":"log"}`"#),
      (#"{"id":2,"type":"result"}"#, "answered request 2, which is not the one that was asked"),
      (#"{"id":"1","type":"result"}"#, #"answered request "1", which is not the one that was asked"#),
      (#"{"id":1.5,"type":"result"}"#, "answered request 1.5, which is not the one that was asked"),
      (#"{"id":1,"type":"dance"}"#, "answered with `dance`, which is no kind of answer to a call"),
      (#"{"id":1,"type":"describe"}"#, "answered with `describe`, which is no kind of answer to a call"),
      (#"{"id":1,"type":"log"}"#, "printed a log line without `message`"),
      (#"{"id":1,"type":"log","message":1}"#, "printed `message` that is integer, not a string"),
      (#"{"id":1,"type":"log","message":"x","level":"loud"}"#, "printed a log line of the level `loud`"),
      (#"{"id":1,"type":"progress","percent":"x"}"#, "printed progress whose `percent` is no number"),
      (#"{"id":1,"type":"progress","percent":101}"#, "printed progress of 101.0 percent"),
      (#"{"id":1,"type":"error"}"#, "printed an error without `message`"),
      (#"{"id":1,"type":"error","message":"x","retry":"no"}"#, "printed `retry` that is string, not a boolean"),
      (#"{"id":1,"type":"result","outputs":[1]}"#, "printed `outputs` that are list, not a JSON object"),
      (#"{"id":1,"type":"result","changed":1}"#, "printed `changed` that is integer, not a boolean"),
      (#"{"id":1,"type":"result","outputs":{"n":99999999999999999999}}"#, "printed a line that is not JSON ("),
      (#"{"id":1,"type":"result","outputs":{"a":}}"#, "printed a line that is not JSON ("),
      (
        "{\"id\":1,\"type\":\"result\"}\n{\"id\":1,\"type\":\"result\"}",
        "printed `result` after its result"
      ),
      (
        "{\"id\":1,\"type\":\"error\",\"message\":\"x\"}\n{\"id\":1,\"type\":\"log\",\"message\":\"y\"}",
        "printed `log` after its result"
      ),
    ])
  func lies(output: String, expected: String) {
    let reason = Self.reason(output)
    #expect(reason.hasPrefix("plugin-protocol: it " + expected), "\(reason)")
  }

  @Test("refuses binary data, and what is nested too deeply")
  func binary() {
    var reader = PluginCallReader()
    #expect(reader.read([0x7B, 0xFF, 0xFE, 0x00, 0x0A, 0x7F]) == "")
    #expect(reader.failure?.kind == .pluginProtocol)
    let deep = String(repeating: "[", count: 80) + String(repeating: "]", count: 80)
    #expect(
      Self.reason("{\"id\":1,\"type\":\"result\",\"outputs\":{\"a\":\(deep)}}")
        == "plugin-protocol: it printed data that is nested deeper than 64")
    let deeper = String(repeating: "{\"a\":", count: 100_000)
    #expect(Self.reason(deeper).hasPrefix("plugin-protocol: it printed a line that is not JSON ("))
  }

  @Test(
    "hides what is secret before it cuts what it quotes, and bounds a long message",
    arguments: [
      "%", #"{"id":1,"type":"%"}"#, #"{"id":1,"type":"log","message":"x","level":"%"}"#, #"["%"]"#,
      #"{"id":1,"type":"error","message":"\#(String(repeating: "x", count: 1950))%\#(String(repeating: "y", count: 900000))"}"#,
    ])
  func secrets(output: String) {
    let secret = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." + String(repeating: "s3cr3t", count: 20)
    var reader = PluginCallReader(masking: SecretMask([secret]))
    _ = reader.read(Array((output.replacing("%", with: secret) + "\n").utf8))
    guard case .functionFailed(let failure) = reader.result(.exited(1)).ending else {
      Issue.record("it did not fail")
      return
    }
    #expect(!failure.message.contains("eyJ") && failure.message.contains("***"))
    #expect(failure.message.utf8.count < 2100)
  }

  @Test("bounds what it takes in: a line without an end, lines without an end, errors without an end")
  func floods() {
    var endlessLine = PluginCallReader()
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)
    for _ in 0..<40 { _ = endlessLine.read(piece) }
    #expect(endlessLine.failure == FunctionFailure(.pluginFlood, "it printed a line of more than 1048576 bytes"))
    var endlessLines = PluginCallReader()
    let line = Array(#"{"id":1,"type":"log","message":"\#(String(repeating: "x", count: 8000))"}"#.utf8) + [0x0A]
    for _ in 0..<3000 { _ = endlessLines.read(line) }
    #expect(
      endlessLines.failure
        == FunctionFailure(.pluginFlood, "it printed more than 16777216 bytes on its standard output"))
    var endlessErrors = PluginCallReader()
    for _ in 0..<300 { endlessErrors.readErrors(64 << 10) }
    #expect(
      endlessErrors.failure
        == FunctionFailure(.pluginFlood, "it printed more than 16777216 bytes on its standard error"))
  }

  @Test("takes nothing in after a mistake, and keeps the first one")
  func first() {
    var reader = PluginCallReader()
    _ = reader.read(Array("oops\n{\"id\":1,\"type\":\"result\"}\n".utf8))
    let failure = reader.failure
    #expect(reader.read(Array("{\"id\":1,\"type\":\"log\",\"message\":\"x\"}\n".utf8)) == "")
    reader.outstay(.seconds(5))
    #expect(reader.failure == failure && !reader.hasOutcome)
  }

  @Test("comes to the same however the bytes are cut, and survives any damage")
  func mutations() {
    let text = """
      {"id":1,"type":"log","message":"é one"}
      {"id":1,"type":"progress","percent":5,"message":"x"}
      {"id":1,"type":"result","outputs":{"a":[1,{"b":2.5e3}],"c":"\\u00e9"},"changed":false}
      """
    var random = SeededRandom(seed: 7)
    let whole = Self.result(text)
    for _ in 0..<2000 {
      var bytes = Array(text.utf8)
      let isDamaged = Bool.random(using: &random)
      if isDamaged {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0..<3, using: &random) {
          case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
          case 1: bytes.remove(at: place)
          default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
          }
        }
      }
      var reader = PluginCallReader()
      var log = ""
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...40, using: &random))
        log += reader.read(piece)
        rest = rest.dropFirst(piece.count)
      }
      let result = reader.result(.exited(0))
      if !isDamaged {
        #expect(log == whole.log && result.ending == whole.result.ending)
      }
    }
  }
}
