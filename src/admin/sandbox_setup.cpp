// The sandbox's businesses, tenants and clients. Their ids are the same everywhere, so that
// examples can name them.

#include "admin/sandbox_setup.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>
#include <system_error>

#include "admin/client_changes.h"
#include "admin/variables_file.h"
#include "platform/client_secret.h"

namespace vip {
namespace {

struct Names {
  const char* business;
  const char* client;
  bool with_personal;
};
constexpr auto kScopesFact = "sandbox-scopes";
constexpr Names kMain{"Sandbox Integrations", "sandbox", true};
constexpr Names kLimited{"Sandbox Analytics", "sandbox-limited", false};

Uuid id_of(const std::string& kind, const std::string& name) {
  return make_uuid_v5("sandbox/" + kind + "/" + name);
}

// Whole or not at all: the former file stays until the new one is complete.
void write_file(const std::string& file, const std::string& text) {
  const auto folder = std::filesystem::path{file}.parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder);
  const auto beside = file + ".new";
  ::unlink(beside.c_str());
  const int descriptor =
      ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0)
    throw std::system_error{errno, std::generic_category(), "cannot write " + file};
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const int error = errno;
  ::close(descriptor);
  if (!written) throw std::system_error{error, std::generic_category(), "cannot write " + file};
  std::filesystem::rename(beside, file);
}

class Setup {
 public:
  Setup(Platform& platform, const KnownScopes& scopes)
      : platform_{platform},
        scopes_{scopes},
        records_{platform.records()},
        now_{platform.clock().now()} {}

  // A sandbox opens everything to credentials that lie in a file: never an installation's data.
  void refuse_installation(PlatformStore& store) const {
    const bool has_any = !records_.businesses.empty() || !records_.customers.empty();
    if (has_any && !store.fact(kScopesFact))
      throw std::runtime_error{"The directory " + platform_.data_directory() +
                               " is an installation's, not a sandbox's. Name another one with "
                               "--data."};
  }

  // Scopes come with releases. Until then what an operator tried out with the clients' scopes
  // stays.
  void look_for_new_scopes(PlatformStore& store) {
    const auto now = scopes_.all().to_string();
    has_new_scopes_ = store.fact(kScopesFact) != now;
    if (has_new_scopes_) store.set_fact(kScopesFact, now);
  }

  Uuid ensure_tenant(PlatformStore& store, const std::string& name, bool charity) {
    const auto customer =
        ensure_party(records_.customers, "customer", "Willowbrook Veterinary Group",
                     [&](const Party& party) { store.insert_customer(party); });
    TenantRecord record;
    record.created = now_;
    record.tenant.id = id_of("tenant", name);
    record.tenant.customer = customer;
    record.tenant.name = name;
    record.tenant.charity = charity;
    const bool has =
        std::any_of(records_.tenants.begin(), records_.tenants.end(),
                    [&](const auto& other) { return other.tenant.id == record.tenant.id; });
    if (!has) {
      platform_.make_file_of(record);
      store.insert(record);
      new_tenants_.insert(record.tenant.id);
    }
    return record.tenant.id;
  }

  // The client as it is, or a new one with all scopes; when there are new scopes, with them.
  Client ensure_client(PlatformStore& store, const Names& names) {
    const auto business = ensure_party(records_.businesses, "business", names.business,
                                       [&](const Party& party) { store.insert_business(party); });
    const auto id = id_of("client", names.client);
    const auto scopes = scopes_.all(names.with_personal);
    for (const auto& record : records_.clients) {
      if (record.client.id != id) continue;
      auto client = record.client;
      if (!has_new_scopes_) return client;
      client.scopes = scopes;
      store.update(client);
      store.forget_tokens(id);
      return client;
    }
    ClientRecord record;
    record.created = now_;
    record.client.id = id;
    record.client.key = make_client_key(Environment::sandbox);
    record.client.business = business;
    record.client.name = names.client;
    record.client.scopes = scopes;
    store.insert(record);
    return record.client;
  }

  void ensure_grant(PlatformStore& store, const Uuid& client, const Uuid& tenant) {
    // Also a revoked one counts, while the tenant is the same: who revoked it wanted to try that.
    const bool had =
        std::any_of(records_.grants.begin(), records_.grants.end(), [&](const auto& other) {
          return other.grant.client == client && other.grant.tenant == tenant;
        });
    if (had && !new_tenants_.contains(tenant)) return;
    GrantRecord record;
    record.id = make_uuid_v7();
    record.grant = {client, tenant, "Sandbox", now_, std::nullopt, std::nullopt};
    store.insert(record);
  }

  // The secret that is known, when it is one of the client's; else a new one in the place of all
  // others.
  std::string ensure_secret(PlatformStore& store, const Client& client, const std::string& known) {
    const auto mac = secret_mac(platform_.secret_key(), client.key, known);
    for (const auto& secret : records_.secrets) {
      const bool live = !secret.expires || *secret.expires > now_;
      if (secret.client == client.id && live && secret.mac == mac) return known;
    }
    for (const auto& secret : records_.secrets)
      if (secret.client == client.id) store.set_expiry(secret.id, now_);
    store.erase_expired_secrets(client.id, now_);
    auto made = make_client_secret(Environment::sandbox);
    store.insert(admin::new_secret(platform_, client, made));
    return made;
  }

 private:
  template <class Insert>
  Uuid ensure_party(const std::vector<Party>& parties, const std::string& kind,
                    const std::string& name, Insert insert) {
    // By its id first: an operator may have renamed it.
    const auto id = id_of(kind, name);
    for (const auto& party : parties)
      if (party.id == id) return id;
    for (const auto& party : parties)
      if (party.name == name) return party.id;
    if (made_.insert(id).second) insert(Party{id, name, now_});
    return id;
  }

  Platform& platform_;
  const KnownScopes& scopes_;
  PlatformRecords records_;
  Instant now_;
  std::set<Uuid> made_, new_tenants_;
  bool has_new_scopes_ = false;
};

std::string variables_text(const SandboxAccess& access) {
  std::string text;
  const auto line = [&](std::string_view name, std::string_view value) {
    text.append(name).append(1, '=').append(value).append(1, '\n');
  };
  line("VIP_URL", access.url);
  line("VIP_CLIENT_ID", access.client_id);
  line("VIP_CLIENT_SECRET", access.client_secret);
  line("VIP_TENANT_ID", to_string(access.tenant));
  line("VIP_TENANT_ID_2", to_string(access.tenant_2));
  line("VIP_LIMITED_CLIENT_ID", access.limited_client_id);
  line("VIP_LIMITED_CLIENT_SECRET", access.limited_client_secret);
  return text;
}

}  // namespace

SandboxAccess ensure_sandbox(Platform& platform, const KnownScopes& scopes, const std::string& url,
                             const std::string& credentials_file) {
  auto known = read_variables(credentials_file).value_or(Variables{});
  SandboxAccess access;
  access.url = url;
  Setup setup{platform, scopes};
  platform.change([&](PlatformStore& store) {
    setup.refuse_installation(store);
    setup.look_for_new_scopes(store);
    access.tenant = setup.ensure_tenant(store, "Willowbrook Vets", false);
    access.tenant_2 = setup.ensure_tenant(store, "Fernhill Animal Charity", true);
    const auto client = setup.ensure_client(store, kMain);
    const auto limited = setup.ensure_client(store, kLimited);
    setup.ensure_grant(store, client.id, access.tenant);
    setup.ensure_grant(store, client.id, access.tenant_2);
    setup.ensure_grant(store, limited.id, access.tenant);
    access.client_id = client.key;
    access.limited_client_id = limited.key;
    access.client_secret = setup.ensure_secret(store, client, known["VIP_CLIENT_SECRET"]);
    access.limited_client_secret =
        setup.ensure_secret(store, limited, known["VIP_LIMITED_CLIENT_SECRET"]);
  });
  write_file(credentials_file, variables_text(access));
  return access;
}

}  // namespace vip
