internal import Templates

/// What a node's processes may use.
extension FieldPlanner {
  mutating func plan(_ limits: LimitFields) -> LimitFields {
    var result = LimitFields()
    result.cpu = limits.cpu.map { plan($0, key: "limits.cpu") }
    result.memory = limits.memory.map { plan($0, key: "limits.memory") }
    result.files = limits.files.map { plan($0, key: "limits.files") }
    result.nice = limits.nice.map { plan($0, key: "limits.nice") }
    return result
  }
}
