import Testing

@testable import Effects

@Suite("Environments")
struct EnvironmentBlockTests {
  private func block(_ variables: KeyValuePairs<String, String>) -> EnvironmentBlock {
    EnvironmentBlock(variables.map { (name: $0.key, value: $0.value) })
  }

  private func entries(_ environment: ProcessEnvironment) -> [String] {
    environment.withPointers { pointers in
      #expect(pointers.last == .some(nil))
      return pointers.dropLast().map { $0.map { String(cString: $0) } ?? "(null)" }
    }
  }

  @Test("every name comes once, the later value wins, the order stays")
  func once() {
    let block = self.block(["A": "1", "B": "2", "A": "3", "C": "", "D": "ä=\n"])
    #expect(entries(ProcessEnvironment(block)) == ["A=3", "B=2", "C=", "D=ä=\n"])
    #expect(block.value(of: "A") == "3" && block.value(of: "E") == nil)
  }

  @Test("a process's own variables win, and leave the block as it is")
  func own() {
    let block = self.block(["A": "1", "B": "2"])
    let environment = ProcessEnvironment(block, adding: [("B", "own"), ("X", "1"), ("X", "2"), ("B", "last")])
    #expect(entries(environment) == ["A=1", "B=last", "X=2"])
    #expect(environment.value(of: "B") == "last" && environment.value(of: "A") == "1")
    #expect(environment.value(of: "X") == "2")
    #expect(entries(ProcessEnvironment(block)) == ["A=1", "B=2"])
  }

  @Test("an empty environment is one")
  func empty() {
    #expect(entries(ProcessEnvironment(block([:]))).isEmpty)
  }
}
