internal import Values

/// What expressions read of the key-value store: `kv.get('key', default)` and `kv.get_secret('key')` (design 4).
extension Expression {
  /// The name under which templates find the store.
  public static let storeName = "kv"
  /// What its attributes are undefined in, for messages.
  public static let storeKind = "key-value store"

  /// `kv.get`.
  public static let storeGet = Signature(
    "get", .required("key"), .optional("default", .object(Undefined(.undefinedAttribute("default", of: storeKind)))))
  /// `kv.get_secret`, whose key must be written out: a plan tells which secrets it uses.
  public static let storeGetSecret = Signature("get_secret", .required("key"))

  /// What the names of secrets begin with that the store keeps; no secret of a runbook can be called so.
  private static let secretPrefix = "kv:"

  /// The name of the secret that the store keeps under `key`.
  public static func secretName(ofKey key: String) -> String { secretPrefix + key }

  /// The key of a secret that the store keeps; nothing for one that the runbook declares.
  public static func storeKey(ofSecret name: String) -> String? {
    name.hasPrefix(secretPrefix) ? String(name.dropFirst(secretPrefix.count)) : nil
  }

  /// What a call is: `kv.get_secret('key')` is the secret of that name, so that everything that holds for secrets holds for it.
  static func call(_ callee: Expression, _ arguments: CallArguments) -> Kind {
    guard case .attribute(let base, storeGetSecret.name, let span) = callee.kind, case .name(storeName) = base.kind,
      let first = arguments.all.first, arguments.positional.count == 1, arguments.all.count == 1,
      arguments.isCountKnown, case .literal(.string(let key)) = first.kind, !key.isEmpty
    else { return .call(callee, arguments) }
    return .item(
      Expression(.name(secretsName), at: span), Expression(.literal(.string(secretName(ofKey: key))), at: first.span))
  }
}
