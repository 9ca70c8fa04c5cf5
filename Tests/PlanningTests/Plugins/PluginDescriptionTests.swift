import TestSupport
import Testing
import Values

@testable import Planning

/// What a plugin says of itself, whatever its bytes are.
@Suite("A plugin's description")
struct PluginDescriptionTests {
  private static let right = """
    {"id":1,"type":"describe","protocol":1,"name":"db","version":"1.2","author":"me","functions":[
    """.trimmed
      + """
      {"name":"dump","summary":"writes","parameters":[{"name":"table","type":"string","required":true},\
      {"name":"rows","type":"int","min":1,"max":9,"default":"5"},{"name":"any"}]}]}
      """.trimmed

  private static func fault(_ output: String) -> String {
    switch PluginDescription.read(Array(output.utf8), name: "db") {
    case .success(let description): "\(description.name) \(description.version)"
    case .failure(let fault): fault.message
    }
  }

  private static func with(functions: String) -> String {
    fault(#"{"id":1,"type":"describe","protocol":1,"name":"db","version":"1","functions":\#(functions)}"#)
  }

  @Test("has its functions with their parameters")
  func whole() throws {
    let description = try PluginDescription.read(Array(Self.right.utf8), name: "db").get()
    let function = try #require(description.function(named: "dump"))
    #expect(function.parameters.map(\.rules) == ["string, required", "int, default 5, at least 1, at most 9", "any"])
    #expect(description.author == "me" && description.function(named: "nope") == nil)
  }

  @Test(
    "that is none is told why",
    arguments: [
      ("", "it printed nothing"),
      ("\n\n", "it printed nothing"),
      ("usage: db [options]", "it printed a line that is not JSON"),
      (#"{"id":1,"type":"result"}"#, "it answered with `result`, not `describe`"),
      (#"{"id":1,"type":"error","message":"no licence"}"#, "it cannot describe itself: no licence"),
      (#"{"id":9,"type":"describe"}"#, "it answered request 9, which is not the one that was asked"),
      (#"{"id":1,"type":"describe"}"#, "it did not say which `protocol` it speaks"),
      (
        #"{"id":1,"type":"describe","protocol":2,"nothing":"else"}"#,
        "it speaks version 2 of the protocol, and this pyflow version 1"
      ),
      (#"{"id":1,"type":"describe","protocol":1,"name":"other"}"#, "it calls itself `other`, not `db`"),
      (#"{"id":1,"type":"describe","protocol":1,"name":"db"}"#, "it did not say its `version`"),
      (#"{"id":1,"type":"describe","protocol":1,"name":"db","version":1}"#, "it printed `version` that is integer"),
      (#"{"id":1,"type":"describe","protocol":1,"name":"db","version":"1"}"#, "it has no list of `functions`"),
    ])
  func none(output: String, expected: String) {
    #expect(Self.fault(output).hasPrefix(expected), "\(Self.fault(output))")
  }

  @Test(
    "with wrong functions is none",
    arguments: [
      ("[1]", "it has a function that is no JSON object"),
      ("[{}]", "it has a function without a `name`"),
      (#"[{"name":"a b"}]"#, "it has a function with the name `a b`"),
      (#"[{"name":"a"},{"name":"a"}]"#, "it has two functions `a`"),
      (#"[{"name":"a","parameters":{}}]"#, "it has function `a` whose `parameters` are no list"),
      (
        #"[{"name":"a","parameters":[{"name":"p","type":"number"}]}]"#, "it has parameter `a.p` of type `number`, which"
      ),
      (#"[{"name":"a","parameters":[{"name":"p","type":"mode"}]}]"#, "it has parameter `a.p` of type `mode`, which"),
      (#"[{"name":"a","parameters":[{"name":"p"},{"name":"p"}]}]"#, "it has function `a` with two parameters `p`"),
      (#"[{"name":"a","parameters":[{"name":"p","required":1}]}]"#, "it has parameter `a.p` whose `required` is"),
      (#"[{"name":"a","parameters":[{"name":"p","min":"x"}]}]"#, "it has `a.p` whose `min` is no number"),
      (
        #"[{"name":"a","parameters":[{"name":"p","type":"int","default":"x"}]}]"#,
        "it has parameter `a.p` whose `default` must be an integer, not `x`"
      ),
    ])
  func functions(list: String, expected: String) {
    #expect(Self.with(functions: list).hasPrefix(expected), "\(Self.with(functions: list))")
  }

  @Test("never harms, whatever is changed in it")
  func mutations() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<2000 {
      var bytes = Array(Self.right.utf8)
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        if Bool.random(using: &random) {
          bytes[place] = UInt8.random(in: 0...255, using: &random)
        } else {
          bytes.removeSubrange(place..<min(bytes.count, place + 3))
        }
      }
      if case .failure(let fault) = PluginDescription.read(bytes, name: "db") { #expect(!fault.message.isEmpty) }
    }
  }
}
