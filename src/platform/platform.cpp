// The platform's state. A change goes first to disk, then to memory.

#include "platform/platform.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <stdexcept>

#include "core/bytes.h"
#include "store/sqlite/tenant_identity.h"
#include "vip_version.h"

namespace vip {
namespace {

constexpr std::string_view kCheckFact = "master-key-check";
constexpr std::string_view kReleaseFact = "release";  // the latest that wrote the directory
constexpr const char* kTenants = "/tenants";

// Who makes a platform asks for that first (can_hold_new_platform); here it only has to be there.
std::string present(std::string directory) {
  if (!std::filesystem::is_directory(directory))
    throw std::runtime_error{directory + " is not a directory"};
  return directory;
}

}  // namespace

Platform::Platform(std::string data_directory, const Clock& clock, const Progress& progress,
                   KeysAre keys_are)
    : data_directory_{present(std::move(data_directory))},
      clock_{clock},
      master_{MasterKey::load(data_directory_, !PlatformDatabase::exists(data_directory_))},
      secret_key_{master_.derive("client secrets 1")},
      database_{data_directory_},
      keys_{std::make_shared<const KeyRing>()} {
  check_master_key();
  database_.transact(
      [&](sqlite::Database& database) { PlatformStore{database}.discard_future(clock_.now()); });
  note_release();
  mark_tenant_files();
  begin_keys(progress);
  if (keys_are == KeysAre::made_at_once) complete_keys();
  reload();
}

void Platform::check_master_key() {
  const auto mark = base64url(master_.derive("check"));
  database_.transact([&](sqlite::Database& database) {
    PlatformStore store{database};
    const auto kept = store.fact(kCheckFact);
    if (!kept) return store.set_fact(kCheckFact, mark);
    if (*kept != mark) {
      throw std::runtime_error{
          "master.key is not the one that platform.db was made with. Restore both from one "
          "backup."};
    }
  });
}

// So that an older one refuses the file: this release may have what that would drop or misread.
void Platform::note_release() {
  database_.transact([&](sqlite::Database& database) {
    PlatformStore store{database};
    if (store.fact(kReleaseFact) != kVersion) store.set_fact(kReleaseFact, kVersion);
  });
}

// Files of earlier releases do not say whose they are: they are given that once, at the first start
// of a release that asks for it. A file that is missing then is made for a tenant that was never
// used, and stays missing for one with documents or jobs.
void Platform::mark_tenant_files() {
  const auto unmarked = database_.read(
      [](sqlite::Database& database) { return PlatformStore{database}.unmarked_tenants(); });
  for (const TenantRecord& record : unmarked) {
    const std::string id = to_string(record.tenant.id);
    const bool used = std::filesystem::exists(data_directory_ + "/blobs/" + id) ||
                      std::filesystem::exists(data_directory_ + "/jobs/" + id);
    sqlite::adopt_tenant_file(data_directory_ + kTenants, {record.tenant.id, record.created},
                              !used);
    database_.transact(
        [&](sqlite::Database& database) { PlatformStore{database}.set_marked(record.tenant.id); });
  }
}

void Platform::make_file_of(const TenantRecord& record) const {
  sqlite::make_tenant_file(data_directory_ + kTenants, {record.tenant.id, record.created});
}

SigningKeyRecord Platform::make_key(KeyState state) const {
  const auto key = RsaKey::generate();
  SigningKeyRecord record;
  record.kid = key.thumbprint();
  record.state = state;
  record.created = clock_.now();
  record.sealed = master_.seal(key.private_der(), sealing_label(record.kid));
  return record;
}

void Platform::begin_keys(const Progress& progress) {
  const auto keys = records().keys;
  const auto has = [&](KeyState state) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](const SigningKeyRecord& key) { return key.state == state; });
  };
  // The search for primes takes most of a first start, so each key has its own thread.
  for (const auto state : {KeyState::current, KeyState::next}) {
    if (!has(state))
      keys_to_come_.push_back(
          std::async(std::launch::async, [this, state] { return make_key(state); }));
  }
  if (!keys_to_come_.empty() && progress) progress("Generating the keys that sign access tokens");
  database_.transact([&](sqlite::Database& database) {
    PlatformStore store{database};
    end_old_keys(store, keys);
  });
}

void Platform::complete_keys() {
  if (keys_to_come_.empty()) return;
  std::vector<SigningKeyRecord> made;
  for (auto& pending : keys_to_come_) made.push_back(pending.get());
  keys_to_come_.clear();
  change([&](PlatformStore& store) {
    for (const SigningKeyRecord& key : made) store.insert(key);
  });
}

void Platform::end_old_keys(PlatformStore& store, const std::vector<SigningKeyRecord>& keys) const {
  const auto limit = clock_.now().milliseconds - kRetiredMilliseconds;
  for (auto key : keys) {
    if (key.state != KeyState::retired || !key.retired || key.retired->milliseconds > limit)
      continue;
    key.state = KeyState::ended;
    key.sealed.clear();
    store.update(key);
  }
}

PlatformRecords Platform::records() {
  return database_.read([](sqlite::Database& database) { return PlatformStore{database}.load(); });
}

void Platform::reload() {
  const auto loaded = records();
  keys_.set(std::make_shared<const KeyRing>(loaded.keys, master_));
  directory_.replace(loaded);
}

void Platform::change(const std::function<void(PlatformStore&)>& work) {
  const std::lock_guard lock{changing_};
  database_.transact([&](sqlite::Database& database) {
    PlatformStore store{database};
    work(store);
  });
  reload();
}

void Platform::discard_future() {
  const auto now = clock_.now();
  const bool has_any = database_.read(
      [&](sqlite::Database& database) { return PlatformStore{database}.has_future(now); });
  if (has_any) change([&](PlatformStore& store) { store.discard_future(now); });
}

std::string Platform::rotate_keys(
    bool emergency, const std::function<void(PlatformStore&, const std::string& kid)>& also) {
  // Generated before the change starts: nobody waits for a lock during the search for primes.
  const auto following = make_key(KeyState::next);
  const auto replacement = emergency ? std::optional{make_key(KeyState::current)} : std::nullopt;
  std::string signs_now;
  change([&](PlatformStore& store) {
    const auto keys = store.load().keys;
    for (auto key : keys) {
      if (key.state == KeyState::ended) continue;
      if (emergency) {
        key.state = KeyState::ended;
        key.sealed.clear();
      } else if (key.state == KeyState::current) {
        key.state = KeyState::retired;
        key.retired = clock_.now();
      } else if (key.state == KeyState::next) {
        key.state = KeyState::current;
        signs_now = key.kid;
      } else {
        continue;
      }
      store.update(key);
    }
    if (replacement) {
      store.insert(*replacement);
      signs_now = replacement->kid;
    }
    store.insert(following);
    end_old_keys(store, keys);
    if (also) also(store, signs_now);
  });
  return signs_now;
}

}  // namespace vip
