#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "backup/object_store.h"
#include "core/time.h"
#include "core/uuid.h"
#include "platform/master_key.h"

// Backups in an object store:
//
//   format                  what this is, and whether it is encrypted
//   chunks/<2>/<digest>     pieces of files: compressed, encrypted if there is a key, each once
//   backups/<id>            which files a backup has, and of which chunks
//
// Names of chunks are digests of their content, under the key if there is one: whoever lacks the
// key cannot tell whether a known content is in them. What did not change has the same chunks as
// before.

namespace vip {

struct BackedUpFile {
  std::string path;  // in the data directory
  std::uint64_t size = 0;
  std::vector<std::string> chunks;
};

// A tenant as the platform had it.
struct BackedUpTenant {
  Uuid id;
  std::string name, customer, environment, currency, locale;
  bool charity = false;
  Instant created;
};

struct Backup {
  std::string id;  // "20261130t220315-1a2b3c4d": sorts by time
  std::string release;
  Instant created;
  bool whole = true;  // else one tenant alone
  std::vector<BackedUpTenant> tenants;
  std::vector<BackedUpFile> files;
};

class BackupRepository {
 public:
  // What an object of bytes becomes in a chunk: 256 KiB of it, some pages of a database.
  static constexpr std::size_t kChunk = 256 * 1024;

  // Begins one if nothing is there and `may_begin`. Throws std::runtime_error with a message for
  // the operator: nothing there, another format, key missing or wrong.
  BackupRepository(std::unique_ptr<ObjectStore> store, std::optional<MasterKey> key,
                   bool may_begin);

  bool is_encrypted() const { return key_.has_value(); }

  // Whoever adds or removes holds it: what is there is read again then.
  std::shared_ptr<const void> lock();

  // The chunk's name; stores it unless it is there. Sets `stored` to the bytes that that took.
  std::string keep(std::string_view content, std::uint64_t& stored);
  // Throws std::runtime_error if it is missing, damaged or not what its name says.
  std::string chunk(const std::string& name) const;

  void keep(const Backup& backup);
  Backup backup(const std::string& id) const;
  std::optional<Backup> find(const std::string& id) const;  // none: not there, or pruned meanwhile
  std::vector<std::string> backups() const;                 // ids, oldest first
  std::string latest() const;                               // id; throws if there is none

  // Removes backups but the latest `count` whole ones, and chunks that no backup needs. Returns the
  // numbers of backups and of chunks.
  std::pair<std::size_t, std::size_t> prune(std::size_t count);

 private:
  void begin();
  void read_known();
  void check_format(std::string_view format) const;
  std::string wrap(std::string_view plain, std::string_view name) const;
  std::string unwrap(std::string_view wrapped, std::string_view name, std::size_t most) const;
  std::string name_of(std::string_view content) const;

  std::unique_ptr<ObjectStore> store_;
  std::optional<MasterKey> key_;
  std::string naming_key_;
  std::optional<std::unordered_set<std::string>> known_;  // chunks; none: not read yet
};

// The key of a file, or of the environment: 32 bytes, or these in base64url or hexadecimal. Throws
// std::runtime_error: the file can be read by others, has another length.
MasterKey read_backup_key(const std::string& file);
// A file with a secret, of at most 4 KiB. Throws std::runtime_error if others can read it.
std::string read_secret_file(const std::string& file);
MasterKey backup_key_of(std::string_view text);

}  // namespace vip
