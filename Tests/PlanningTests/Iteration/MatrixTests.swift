import TestSupport
import Testing
import Values

@testable import Planning

/// The combinations of a matrix, by the rules of GitHub Actions.
@Suite("A matrix")
struct MatrixTests {
  /// A matrix, and the combinations that it has, each as JSON.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let matrix: String
    let combinations: [String]
    var testDescription: String { name }

    init(_ name: String, _ matrix: String, _ combinations: String...) {
      self.name = name
      self.matrix = matrix
      self.combinations = combinations
    }
  }

  static let cases: [Case] = [
    Case(
      "is the product of its lists, the last one changing fastest", "os = ['a', 'b'], v = [1, 2]",
      "{os: a, v: 1}", "{os: a, v: 2}", "{os: b, v: 1}", "{os: b, v: 2}"),
    Case("may have one list", "os = ['a', 'b']", "{os: a}", "{os: b}"),
    Case(
      "leaves out what `exclude` describes, also in part", "os = ['a', 'b'], v = [1, 2], exclude = [{ os = 'a' }]",
      "{os: b, v: 1}", "{os: b, v: 2}"),
    Case(
      "leaves out exact combinations", "os = ['a', 'b'], v = [1, 2], exclude = [{ os = 'a', v = 2 }, { v = 3 }]",
      "{os: a, v: 1}", "{os: b, v: 1}", "{os: b, v: 2}"),
    Case("may leave out everything", "os = ['a'], exclude = [{ os = 'a' }]"),
    Case("adds what belongs to all", "os = ['a', 'b'], include = [{ x = 1 }]", "{os: a, x: 1}", "{os: b, x: 1}"),
    Case(
      "adds what belongs to some", "os = ['a', 'b'], include = [{ os = 'b', x = 1 }]", "{os: a}", "{os: b, x: 1}"),
    Case("makes another where none fits", "os = ['a'], include = [{ os = 'c', x = 1 }]", "{os: a}", "{os: c, x: 1}"),
    Case("may consist of additions alone", "include = [{ os = 'a' }, { v = 1 }]", "{os: a}", "{v: 1}"),
    Case(
      "never changes a value of its lists, but one that was added before",
      "os = ['a'], include = [{ x = 1 }, { x = 2 }]",
      "{os: a, x: 2}"),
    // The example of GitHub's documentation.
    Case(
      "does what GitHub Actions does",
      """
      fruit = ['apple', 'pear'], animal = ['cat', 'dog'], include = [
        { color = 'green' }, { color = 'pink', animal = 'cat' }, { fruit = 'apple', shape = 'circle' },
        { fruit = 'banana' }, { fruit = 'banana', animal = 'cat' }]
      """,
      "{fruit: apple, animal: cat, color: pink, shape: circle}",
      "{fruit: apple, animal: dog, color: green, shape: circle}",
      "{fruit: pear, animal: cat, color: pink}", "{fruit: pear, animal: dog, color: green}", "{fruit: banana}",
      "{fruit: banana, animal: cat}"),
    Case(
      "tells 1 from '1'", "v = [1, '1'], exclude = [{ v = '1' }]", "{v: 1}"),
  ]

  @Test("has its combinations", arguments: cases)
  func combinations(_ entry: Case) {
    let (plan, diagnostics) = Reading.plan("[m]\ncommand = \"x\"\nmatrix = { \(entry.matrix) }\n")
    #expect(!diagnostics.hasErrors)
    let values = plan.nodes.dropLast().compactMap { $0.instance?.value(of: "matrix") }
    #expect(values.map { JSONWriter.string($0, layout: .spaced).replacing("\"", with: "") } == entry.combinations)
  }

  @Test(
    "names its instances by their values",
    arguments: [
      ("os = ['a', 'b'], v = [1]", ["m[a,1]", "m[b,1]", "m"]),
      ("v = [{ n = 1 }, 'x']", ["m[0]", "m[x]", "m"]),
      ("a = ['x,y', 'x'], b = ['z', 'y,z']", ["m[0]", "m[x,y,y,z]", "m[x,z]", "m[3]", "m"]),
    ])
  func names(matrix: String, ids: [String]) {
    let plan = Reading.plan("[m]\ncommand = \"x\"\nmatrix = { \(matrix) }\n").plan
    #expect(plan.nodes.map(\.id) == ids)
  }

  @Test("has its lists from variables too")
  func variables() {
    let text = """
      [variables]
      SYSTEMS = ["a", "b"]
      MORE = [{ os = "c" }]
      [m]
      matrix = { os = "{{ SYSTEMS }}", include = "{{ MORE }}" }
      command = ["build", "{{ matrix.os }}", "{{ index }}"]
      """
    let plan = Reading.plan(text).plan
    #expect(plan.nodes.map(\.summary) == ["build a 0", "build b 1", "build c 2", "3 instances"])
  }

  @Test("is counted before any combination is made")
  func size() {
    var matrix = Matrix()
    let values = Array(repeating: Value.int(1), count: 100_000)
    matrix.axes = (0..<3).map { ("a\($0)", values) }
    #expect(matrix.size == 1_000_000_000_000_000)
    matrix.axes += matrix.axes
    #expect(matrix.size == nil)
    matrix.axes = []
    matrix.include = [["x": .int(1)]]
    #expect(matrix.size == 1)
  }
}
