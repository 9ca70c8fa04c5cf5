import Foundation
import TOML
import TestSupport
import Testing
import Values

@Suite("T1: Python's tomllib")
struct TOMLOracleTests {
  /// Reads a list of documents as JSON, and writes for each its tagged JSON, or null where tomllib refuses it.
  private static let script = #"""
    import datetime, json, sys
    try:
        import tomllib
    except ImportError:
        sys.exit(3)
    def time(text):
        if "." in text:
            head, tail = text.split(".")
            digits = tail[:6].rstrip("0")
            text = head + ("." + digits if digits else "") + tail[6:]
        return text.replace("+00:00", "Z")
    def tag(v):
        if isinstance(v, dict): return {k: tag(x) for k, x in v.items()}
        if isinstance(v, list): return [tag(x) for x in v]
        if isinstance(v, bool): return {"type": "bool", "value": str(v).lower()}
        if isinstance(v, int): return {"type": "integer", "value": str(v)}
        if isinstance(v, float): return {"type": "float", "value": repr(v)}
        if isinstance(v, str): return {"type": "string", "value": v}
        kind = "time-local" if isinstance(v, datetime.time) else "date-local"
        if isinstance(v, datetime.datetime): kind = "datetime" if v.tzinfo else "datetime-local"
        return {"type": kind, "value": time(v.isoformat())}
    result = []
    for text in json.load(sys.stdin):
        try: result.append(tag(tomllib.loads(text)))
        except tomllib.TOMLDecodeError: result.append(None)
    json.dump(result, sys.stdout)
    """#

  @Test("T1: reads and refuses the same random documents", arguments: 0..<4)
  func agrees(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed) + 1)
    let documents = (0..<200).map { _ in TOMLGenerator.document(&random) }
    guard let expected = try Self.tomllib(documents) else {
      print("skipped: no python3 with tomllib")
      return
    }
    #expect(expected.count == documents.count)
    var valid = 0
    for (text, expected) in zip(documents, expected) {
      let (document, diagnostics) = TOMLCase.parse(text)
      let tagged = diagnostics.hasErrors ? .null : try JSONReader.read(TOMLTaggedJSON.encode(document.root))
      #expect(Self.normal(tagged) == Self.normal(expected), "\(text)\n\(TOMLCase.problems(text))")
      if !diagnostics.hasErrors { valid += 1 }
    }
    // The generator must make enough of both kinds for the comparison to mean something.
    #expect((50..<190).contains(valid), "\(valid) of \(documents.count)")
  }

  @Test("T1: agrees about damaged documents, but for what TOML 1.1 added", arguments: 0..<4)
  func damaged(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed) + 100)
    let documents = (0..<200).map { _ in Self.damage(TOMLGenerator.document(&random), &random) }
    guard let expected = try Self.tomllib(documents) else {
      print("skipped: no python3 with tomllib")
      return
    }
    for (text, expected) in zip(documents, expected) where expected != .null {
      let (document, diagnostics) = TOMLCase.parse(text)
      let tagged = diagnostics.hasErrors ? .null : try JSONReader.read(TOMLTaggedJSON.encode(document.root))
      #expect(Self.normal(tagged) == Self.normal(expected), "\(text)\n\(TOMLCase.problems(text))")
    }
  }

  private static func damage(_ text: String, _ random: inout SeededRandom) -> String {
    var scalars = Array(text.unicodeScalars)
    guard !scalars.isEmpty else { return text }
    let index = Int.random(in: 0..<scalars.count, using: &random)
    let replacement = Array("\n\"'[]{}=.,\\#0-_x ".unicodeScalars).randomElement(using: &random) ?? " "
    if Bool.random(using: &random) { scalars[index] = replacement } else { scalars.remove(at: index) }
    return String(String.UnicodeScalarView(scalars))
  }

  /// Floats by their bits, since both sides write them in their own way.
  private static func normal(_ value: Value) -> Value {
    switch value {
    case .list(let items): return .list(items.map(normal))
    case .map(let map):
      if map.count == 2, map["type"] == .string("float"), let number = map["value"]?.string.flatMap(Double.init) {
        return .string(number.isNaN ? "nan" : "\(number.bitPattern)")
      }
      return .map(ValueMap(map.entries.map { ($0.key.string ?? "", normal($0.value)) }))
    default: return value
    }
  }

  private static func tomllib(_ documents: [String]) throws -> [Value]? {
    let folder = TemporaryFolder()
    folder.write(JSONWriter.string(.list(documents.map { .string($0) })), to: "documents.json")
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    process.standardInput = FileHandle(forReadingAtPath: "\(folder.path)/documents.json")
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // 127: no python3; 3: too old for tomllib.
    if [127, 3].contains(process.terminationStatus) { return nil }
    return try JSONReader.read(Array(data)).list
  }
}
