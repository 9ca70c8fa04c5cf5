import Testing
import Values

/// What `inherit_env` may be.
@Suite("Inherited environments")
struct InheritedEnvironmentTests {
  @Test("are everything, nothing, or names")
  func right() {
    #expect(InheritedEnvironment.convert(.bool(true)) == .everything)
    #expect(InheritedEnvironment.convert(.string("false")) == .nothing)
    #expect(InheritedEnvironment.convert(.list([])) == .nothing)
    #expect(InheritedEnvironment.convert(.list([.string("HOME")])) == .names(["HOME"]))
  }

  @Test(
    "are no patterns, and nothing that is no name",
    arguments: [Value.list([.string("LC_*")]), .list([.string("")]), .list([.string("A=B")]), .list([.int(1)]), .null])
  func wrong(value: Value) {
    #expect(InheritedEnvironment.convert(value) == nil)
  }
}
