internal import Runbooks
internal import Templates
internal import Values

/// Fields and data in a plan's JSON.
extension PlanEncoder {
  func encode<Content>(_ field: Field<Content>?, _ key: String, to stream: inout JSONStream) {
    guard let field else { return }
    stream.key(key)
    encode(field, to: &stream)
  }

  func encode(_ fields: [Field<String>], _ key: String, to stream: inout JSONStream) {
    stream.array(key, fields) { encode($0, to: &$1) }
  }

  private func encode<Content>(_ field: Field<Content>, to stream: inout JSONStream) {
    switch field {
    case .literal(let content): stream.value(Self.value(of: content))
    case .template(let template): encode(template, to: &stream)
    case .data(let data): encode(data, to: &stream)
    }
  }

  func encode(_ template: Template, to stream: inout JSONStream) {
    stream.object { $0.member(PlanData.template, template.text) }
  }

  private static func value(of content: some ValueConvertible) -> Value {
    switch content {
    case let text as String: .string(text)
    case let flag as Bool: .bool(flag)
    case let number as Int: .int(number)
    case let backoff as Backoff: .string(backoff.rawValue)
    case let duration as Duration: .string(DurationText.format(duration))
    case let inheritance as InheritedEnvironment: inheritance.value
    case let limit as CPULimit: .string(limit.text)
    case let limit as MemoryLimit: .string(limit.text)
    case let limit as FileLimit: .int(limit.count)
    case let limit as RedirectLimit: .int(limit.count)
    case let niceness as Niceness: .int(niceness.number)
    default: .null
    }
  }

  func encode(_ value: ValueTemplate, _ key: String, to stream: inout JSONStream) {
    stream.key(key)
    encode(value, to: &stream)
  }

  private func encode(_ value: ValueTemplate, to stream: inout JSONStream) {
    switch value {
    case .literal(let value): stream.value(PlanData.marked(value))
    case .template(let template): encode(template, to: &stream)
    case .list(let items): stream.array(items) { encode($0, to: &$1) }
    case .map(let entries) where entries.count == 1 && PlanData.isReserved(entries.first?.key):
      stream.object { stream in
        stream.object(PlanData.literal) { encode(entries, to: &$0) }
      }
    case .map(let entries): stream.object { encode(entries, to: &$0) }
    }
  }

  private func encode(_ entries: [(key: String, value: ValueTemplate)], to stream: inout JSONStream) {
    for entry in entries { encode(entry.value, entry.key, to: &stream) }
  }
}
