internal import Values

/// Tests of what kind of value something is; they accept undefined ones.
enum KindTests {
  static let all: [TemplateTest] = [
    test("defined") { !isUndefined($0) },
    test("undefined") { isUndefined($0) },
    test("none") { $0 == .null },
    test("true") { $0 == .bool(true) },
    test("false") { $0 == .bool(false) },
    test("boolean") { if case .bool = $0 { true } else { false } },
    test("integer") { if case .int = $0 { true } else { false } },
    test("float") { if case .double = $0 { true } else { false } },
    test("number") { Comparing.number($0) != nil },
    test("string") { $0.string != nil },
    test("mapping") { $0.map != nil },
    test("sequence") { isSequence($0) },
    test("iterable") { isSequence($0) },
    test("callable") { if case .object(let object) = $0 { object is any Callable } else { false } },
    test("escaped") { _ in false },
  ]

  private static func test(_ name: String, _ body: @escaping @Sendable (Value) -> Bool) -> TemplateTest {
    TemplateTest(Signature(name)) { value, _ in body(value) }
  }

  private static func isUndefined(_ value: Value) -> Bool {
    value.undefined != nil || value.object(MissingElse.self) != nil
  }

  private static func isSequence(_ value: Value) -> Bool {
    switch value {
    case .string, .list, .map: true
    case .object(let object): object is Tuple
    default: false
    }
  }
}

/// What an expression can call.
protocol Callable {}

extension TemplateFunction: Callable {}
extension StandardFunction: Callable {}
extension Macro: Callable {}
