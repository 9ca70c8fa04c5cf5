internal import Values

/// The environments that processes of a run begin with: what they inherit of pyflow's own, and what all of them have.
struct RunEnvironments {
  private let own: [(name: String, value: String)]
  private let declared: [(name: String, value: String)]
  /// All of pyflow's own, and what is declared; made once, since nearly every process has it.
  let whole: EnvironmentBlock

  init(own: [(name: String, value: String)], declared: [(name: String, value: String)]) {
    self.own = own
    self.declared = declared
    whole = EnvironmentBlock(own + declared)
  }

  /// The environment of processes that inherit so much.
  ///
  /// They have a `PATH` in any case: the same that programs are looked up on without one.
  func block(_ inheritance: InheritedEnvironment) -> EnvironmentBlock {
    switch inheritance {
    case .everything: return whole
    case .nothing: return block(inheriting: [])
    case .names(let names):
      let names = Set(names)
      return block(inheriting: own.filter { names.contains($0.name) })
    }
  }

  private func block(inheriting inherited: [(name: String, value: String)]) -> EnvironmentBlock {
    EnvironmentBlock([(name: "PATH", value: ProgramSearch.defaultPath)] + inherited + declared)
  }
}
