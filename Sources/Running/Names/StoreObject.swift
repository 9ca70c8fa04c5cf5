internal import Templates
internal import Values

/// `kv` in templates (design 4): what runs keep between them, as it is when a node asks.
struct StoreObject: TemplateObject {
  let store: StoreView

  var kind: String { Expression.storeKind }

  func attribute(_ name: String) throws(TemplateProblem) -> Value? {
    guard name == Expression.storeGet.name else { return nil }
    let store = store
    return .object(
      TemplateFunction(Expression.storeGet) { arguments throws(TemplateProblem) in
        guard let key = arguments[0].string else { throw .storeKey(arguments[0].kind) }
        if let problem = store.problem { throw .storeUnusable(problem) }
        if store.secretKeys.contains(key) { throw .storeSecret(key) }
        if let value = store.values[key] { return value }
        guard case .object(let object) = arguments[1], object is Undefined else { return arguments[1] }
        return .object(Undefined(.undefinedAttribute(key, of: Expression.storeKind)))
      })
  }
}
