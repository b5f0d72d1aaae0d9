#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "platform/key_ring.h"
#include "platform/live_directory.h"
#include "platform/master_key.h"
#include "platform/platform_database.h"
#include "platform/platform_store.h"
#include "platform/snapshot.h"

namespace vip {

// The platform of a data directory: businesses, clients, tenants, grants and keys, on disk and in
// memory. One process uses it at a time (admin/data_lock.h).
class Platform {
 public:
  // Receives progress of slow steps, as text for a terminal.
  using Progress = std::function<void(std::string_view)>;

  // When missing signing keys are generated, which takes seconds: in the constructor, or in the
  // background.
  enum class KeysAre : std::uint8_t { made_at_once, made_meanwhile };

  // Creates what is missing in the directory: master.key, platform.db, two signing keys.
  // Throws std::runtime_error with a message for the operator.
  explicit Platform(std::string data_directory, const Clock& clock = system_clock(),
                    const Progress& progress = {}, KeysAre keys_are = KeysAre::made_at_once);

  // Waits for keys that are generated in the background. Nothing can be signed before.
  void complete_keys();

  const LiveDirectory& directory() const { return directory_; }
  std::shared_ptr<const KeyRing> keys() const { return keys_.get(); }
  PlatformDatabase& database() { return database_; }
  const Clock& clock() const { return clock_; }
  const std::string& data_directory() const { return data_directory_; }

  // A key for one purpose that stays the same after a restart: cursors, secrets. 32 bytes.
  std::string derived_key(std::string_view purpose) const { return master_.derive(purpose); }
  const std::string& secret_key() const { return secret_key_; }

  PlatformRecords records();
  // One change by an operator: a transaction, after which directory and keys show it. An exception
  // of `work` rolls it back.
  void change(const std::function<void(PlatformStore&)>& work);
  // The file of a new tenant, which carries whose it is: before PlatformStore::insert.
  void make_file_of(const TenantRecord& record) const;

  // Ends what a clock that was ahead has left behind (PlatformStore::discard_future).
  void discard_future();

  // Normal: the next key signs from now on; the current one retires and its tokens stay valid.
  // Emergency: every key is ended at once, and with them every token. Returns the id of the key
  // that signs now. Takes seconds: generates one or two keys. `also` is called in the transaction,
  // with that id.
  std::string rotate_keys(
      bool emergency, const std::function<void(PlatformStore&, const std::string& kid)>& also = {});

  // How long a retired key is kept: the longest life of a token plus clock skew.
  static constexpr std::int64_t kRetiredMilliseconds = (24 * 60 + 10) * 60 * 1000LL;

 private:
  SigningKeyRecord make_key(KeyState state) const;
  void check_master_key();
  void note_release();
  void mark_tenant_files();
  void begin_keys(const Progress& progress);
  void end_old_keys(PlatformStore& store, const std::vector<SigningKeyRecord>& keys) const;
  void reload();

  std::string data_directory_;
  const Clock& clock_;
  MasterKey master_;
  std::string secret_key_;
  PlatformDatabase database_;
  LiveDirectory directory_;
  Snapshot<KeyRing> keys_;
  std::vector<std::future<SigningKeyRecord>> keys_to_come_;
  std::mutex changing_;  // one change at a time, so that memory follows the disk in its order
};

}  // namespace vip
