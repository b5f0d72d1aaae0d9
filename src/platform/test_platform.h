#pragma once

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "platform/client_secret.h"
#include "platform/platform.h"

// Test support: a temporary directory, a clock that is set, a client with a secret.

namespace vip::test {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "vip-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary directory"};
    path_ = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class SetClock final : public Clock {
 public:
  Instant now() const override { return Instant{milliseconds_}; }
  void advance(std::int64_t milliseconds) { milliseconds_ += milliseconds; }

 private:
  std::atomic<std::int64_t> milliseconds_{1'790'000'000'250};
};

struct TestClient {
  Uuid id;
  std::string key, secret;
};

inline TestClient add_client(Platform& platform, const std::string& scopes,
                             Environment environment = Environment::sandbox,
                             const std::vector<AddressRange>& allow_list = {}) {
  const auto now = platform.clock().now();
  TestClient made{make_uuid_v4(), make_client_key(environment), make_client_secret(environment)};
  platform.change([&](PlatformStore& store) {
    const Party business{make_uuid_v4(), "Business of " + made.key, now};
    store.insert_business(business);
    ClientRecord record;
    record.client.id = made.id;
    record.client.key = made.key;
    record.client.business = business.id;
    record.client.name = "Main";
    record.client.environment = environment;
    record.client.scopes = *ScopeSet::parse(scopes);
    record.client.allow_list = allow_list;
    record.created = now;
    store.insert(record);
    ClientSecret secret{make_uuid_v4(), made.id, {}, now, std::nullopt};
    secret.mac = secret_mac(platform.secret_key(), made.key, made.secret);
    store.insert(secret);
  });
  return made;
}

inline void change_client(Platform& platform, const Uuid& id, const auto& edit) {
  platform.change([&](PlatformStore& store) {
    Client client = *platform.directory().client(id);
    edit(client);
    store.update(client);
    store.forget_tokens(id);
  });
}

// Generating RSA keys takes about a second: one set of keys serves all tests that do not rotate
// them.
inline const std::string& prepared_directory() {
  static const TemporaryDirectory directory;
  static const bool made = [] {
    const Platform platform{directory.path()};
    return true;
  }();
  (void)made;
  return directory.path();
}

// A platform in a copy of the prepared directory.
struct TestPlatform {
  TestPlatform() { start(); }
  void start() {
    platform.reset();
    if (!copied) {
      std::filesystem::copy(prepared_directory(), directory.path(),
                            std::filesystem::copy_options::recursive |
                                std::filesystem::copy_options::overwrite_existing);
      copied = true;
    }
    platform = std::make_unique<Platform>(directory.path(), clock);
  }
  Platform& operator*() const { return *platform; }
  Platform* operator->() const { return platform.get(); }

  TemporaryDirectory directory;
  SetClock clock;
  bool copied = false;
  std::unique_ptr<Platform> platform;
};

}  // namespace vip::test
