/// The keys of an `auth` table (design 3.4), and of the tables in it.
public enum AuthKey: String, Sendable, CaseIterable {
  case bearer, basic
  case awsSigv4 = "aws_sigv4"

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .bearer: KeyDefinition(.string, "a token, sent as `Authorization: Bearer`")
    case .basic: KeyDefinition(.basicCredentials, "a user's name and password, sent as `Authorization: Basic`")
    case .awsSigv4:
      KeyDefinition(.table, "signs the request for Amazon Web Services: keys of an account, region and service")
    }
  }
}

/// The keys of `auth.basic`.
public enum BasicKey: String, Sendable, CaseIterable {
  case user, password

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .user: KeyDefinition(.string, "the user's name")
    case .password: KeyDefinition(.string, "the password")
    }
  }
}

/// The keys of `auth.aws_sigv4`.
public enum SignatureKey: String, Sendable, CaseIterable {
  case accessKey = "access_key"
  case secretKey = "secret_key"
  case region, service
  case sessionToken = "session_token"

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .accessKey: KeyDefinition(.string, "the id of the access key")
    case .secretKey: KeyDefinition(.string, "the secret access key")
    case .region: KeyDefinition(.string, "the region, `eu-central-1`; by default as the host tells")
    case .service: KeyDefinition(.string, "the service, `s3`; by default as the host tells")
    case .sessionToken: KeyDefinition(.string, "the token of temporary keys")
    }
  }
}
