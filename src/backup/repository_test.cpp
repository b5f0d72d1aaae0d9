// Chunks and lists of backups: each once, unreadable without the key, never wrong.

#include "backup/repository.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <map>
#include <stdexcept>

#include "backup/backup.h"
#include "backup/manifest.h"
#include "core/bytes.h"

namespace vip {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using Objects = std::map<std::string, std::string, std::less<>>;

// Keeps objects in a map that outlives it.
class MemoryStore final : public ObjectStore {
 public:
  explicit MemoryStore(Objects& objects) : objects_{objects} {}
  void put(std::string_view name, std::string_view bytes) override {
    objects_.insert_or_assign(std::string{name}, std::string{bytes});
  }
  std::optional<std::string> get(std::string_view name, std::size_t) const override {
    const auto found = objects_.find(name);
    return found == objects_.end() ? std::nullopt : std::optional{found->second};
  }
  std::vector<std::string> list(std::string_view folder) const override {
    std::vector<std::string> names;
    for (const auto& [name, bytes] : objects_)
      if (name.starts_with(folder)) names.push_back(name);
    return names;
  }
  void remove(std::string_view name) override { objects_.erase(objects_.find(name)); }
  std::shared_ptr<const void> lock() override { return nullptr; }

 private:
  Objects& objects_;
};

class Repositories : public testing::Test {
 protected:
  BackupRepository open(std::optional<MasterKey> with = {}, bool may_begin = true) {
    return {std::make_unique<MemoryStore>(objects), std::move(with), may_begin};
  }
  static std::string refusal(const auto& work) {
    try {
      work();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "done";
  }
  static Backup backup_of(const std::string& id, std::vector<std::string> chunks,
                          bool whole = true) {
    Backup backup;
    backup.id = id;
    backup.release = "0.1.0";
    backup.created = {1'790'000'000'123};
    backup.whole = whole;
    backup.tenants = {
        {make_uuid_v4(), "A \"name\"", "Owner", "sandbox", "GBP", "en_GB", true, {5}}};
    backup.files = {{"tenants/a.db", 0, std::move(chunks)}};
    backup.files[0].size = backup.files[0].chunks.size() * BackupRepository::kChunk;
    return backup;
  }

  Objects objects;
  const MasterKey key{std::string(32, 'k')};
  const std::string text = "Winterbottom " + std::string(100'000, 'x');
  std::uint64_t stored = 0;
};

TEST_F(Repositories, KeepAContentOnce) {
  auto repository = open();
  const std::string name = repository.keep(text, stored);
  EXPECT_GT(stored, 0U);
  EXPECT_LT(stored, 1'000U) << "compressed";
  EXPECT_EQ(repository.keep(text, stored), name);
  EXPECT_EQ(stored, 0U);
  EXPECT_EQ(open().keep(text, stored), name);
  EXPECT_EQ(stored, 0U) << "also by another process";
  EXPECT_EQ(open().chunk(name), text);
  EXPECT_EQ(repository.keep("", stored), open().keep("", stored));
}

TEST_F(Repositories, WithAKeyShowNothingOfAContent) {
  auto repository = open(key);
  const std::string name = repository.keep(text, stored);
  repository.keep(backup_of("20261130t220315-00000001", {name}));
  for (const auto& [place, bytes] : objects) {
    EXPECT_THAT(bytes, Not(HasSubstr("Winterbottom"))) << place;
    EXPECT_THAT(place + bytes, Not(HasSubstr(hex(as_view(sha256(text)))))) << place;
  }
  EXPECT_EQ(open(key).chunk(name), text);
}

TEST_F(Repositories, RefuseAnotherKeyAndNone) {
  open(key);
  EXPECT_THAT(refusal([&] { open(); }), HasSubstr("are encrypted"));
  EXPECT_THAT(refusal([&] { open(MasterKey{std::string(32, 'l')}); }), HasSubstr("not the one"));
  objects.clear();
  open();
  EXPECT_THAT(refusal([&] { open(key); }), HasSubstr("not encrypted"));
  objects.clear();
  EXPECT_THAT(refusal([&] { open({}, false); }), HasSubstr("No backups"));
  objects["notes.txt"] = "mine";
  EXPECT_THAT(refusal([&] { open(); }), HasSubstr("Other files"));
}

TEST_F(Repositories, NoticeEveryDamage) {
  for (const bool sealed : {false, true}) {
    objects.clear();
    auto repository = open(sealed ? std::optional{key} : std::nullopt);
    const std::string name = repository.keep(text, stored);
    const std::string other = repository.keep("other", stored);
    const std::string place = "chunks/" + name.substr(0, 2) + "/" + name;
    const std::string whole = objects.at(place);
    for (std::size_t at = 0; at < whole.size(); ++at) {
      objects[place] = whole;
      objects[place][at] ^= 1;
      EXPECT_NE(refusal([&] {
                  if (repository.chunk(name) != text) ADD_FAILURE() << "read wrongly";
                }),
                "read wrongly");
    }
    objects[place] = whole.substr(0, whole.size() / 2);
    EXPECT_THAT(refusal([&] { repository.chunk(name); }), HasSubstr("damaged"));
    objects[place] = objects.at("chunks/" + other.substr(0, 2) + "/" + other);
    EXPECT_THAT(refusal([&] { repository.chunk(name); }), HasSubstr("damaged")) << "another's";
    objects.erase(place);
    EXPECT_THAT(refusal([&] { repository.chunk(name); }), HasSubstr("missing"));
  }
}

TEST_F(Repositories, RemoveWhatNoBackupNeeds) {
  auto repository = open();
  const std::string first = repository.keep("first", stored);
  const std::string shared = repository.keep("shared", stored);
  const std::string last = repository.keep("last", stored);
  repository.keep(backup_of("20260101t000000-00000001", {first, shared}));
  repository.keep(backup_of("20260102t000000-00000001", {shared}, false));
  repository.keep(backup_of("20260103t000000-00000001", {last}));
  EXPECT_EQ(repository.prune(1), (std::pair<std::size_t, std::size_t>{1, 1}));
  EXPECT_THAT(repository.backups(),
              ElementsAre("20260102t000000-00000001", "20260103t000000-00000001"))
      << "an export stays";
  EXPECT_EQ(repository.chunk(shared), "shared");
  EXPECT_EQ(repository.chunk(last), "last");
  EXPECT_THAT(refusal([&] { repository.chunk(first); }), HasSubstr("missing"));
  EXPECT_EQ(repository.keep("first", stored), first);
  EXPECT_GT(stored, 0U) << "it is stored again when it is needed again";
}

TEST_F(Repositories, GiveAListBackAsItWas) {
  auto repository = open(key);
  const std::string chunk = repository.keep("a", stored);
  const Backup kept = backup_of("20260101t000000-00000001", {chunk, chunk});
  repository.keep(kept);
  const Backup read = open(key).backup(kept.id);
  EXPECT_EQ(read.created, kept.created);
  ASSERT_EQ(read.tenants.size(), 1U);
  EXPECT_EQ(read.tenants[0].id, kept.tenants[0].id);
  EXPECT_EQ(read.tenants[0].name, "A \"name\"");
  EXPECT_TRUE(read.tenants[0].charity);
  EXPECT_THAT(read.files.at(0).chunks, ElementsAre(chunk, chunk));
  EXPECT_THAT(refusal([&] { repository.backup("../format"); }), HasSubstr("no backup"));
}

TEST_F(Repositories, ListsThatLeadElsewhereAreRefused) {
  auto repository = open();
  for (const char* path : {"../a", "/etc/a", "tenants/../../a", "", "tenants", "tenants/",
                           "tenants//a", "/", ".", "server.sock", "platform.db/a", "tenants/.a",
                           "blobs/a b", "blobs/a\nb", "backups/a", "blobs/1/2/3/4/5/6/7/8"}) {
    Backup backup = backup_of("20260101t000000-00000001", {});
    backup.files[0].path = path;
    repository.keep(backup);
    EXPECT_THAT(refusal([&] { repository.backup(backup.id); }), HasSubstr("damaged")) << path;
  }
}

// What a list says is believed only if it is sealed; these are not.
TEST_F(Repositories, ForgedListsAreRefused) {
  const std::string chunk = open().keep("a", stored);
  const std::string id = "20260101t000000-00000001";
  const auto refused = [&](const std::string& from, const std::string& to) {
    std::string list = manifest_text(backup_of(id, {chunk}));
    const std::size_t at = list.find(from);
    if (at == std::string::npos) return "no " + from;
    list.replace(at, from.size(), to);
    std::string bytes(ZSTD_compressBound(list.size()), '\0');
    bytes.resize(ZSTD_compress(bytes.data(), bytes.size(), list.data(), list.size(), 1));
    objects["backups/" + id] = bytes;
    return refusal([&] { open().backup(id); });
  };
  EXPECT_EQ(refused(id, id), "done");
  const std::string quoted = '"' + chunk + '"';
  const std::string file = R"({"path":"tenants/a.db")";
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {id, "20260101t000000-00000002"},
           {"\"size\":262144", "\"size\":-1"},
           {"\"size\":262144", "\"size\":1e9"},
           {"\"size\":262144", "\"size\":18446744073709551616"},
           {"\"size\":262144", "\"size\":18446744073709551615"},
           {"\"size\":262144", "\"size\":\"262144\""},
           {"\"size\":262144", "\"size\":null"},
           {quoted, fmt::format("{0},{0}", quoted)},
           {quoted, "1"},
           {quoted, "\"../../etc/passwd\""},
           {quoted, fmt::format("[{}]", quoted)},
           {fmt::format("[{}]", quoted), "{}"},
           {"\"whole\":true", "\"whole\":1"},
           {"\"files\":[", fmt::format(R"("files":[{},"size":0,"chunks":[]}},)", file)},
           {"\"files\":[", "\"files\":[null,"},
           {"\"files\":[", "\"files\":" + std::string(100'000, '[')},
           {"\"tenant-uuid\":\"", "\"tenant-uuid\":\"../"},
           {"\"created\":\"", "\"created\":\"x"}})
    EXPECT_THAT(refused(from, to), HasSubstr("damaged")) << from << " as " << to.substr(0, 100);
}

// A frame says how large it becomes; what says more than a chunk has is not even tried.
TEST_F(Repositories, ObjectsThatBecomeGigabytesAreRefused) {
  for (const bool sealed : {false, true}) {
    objects.clear();
    auto repository = open(sealed ? std::optional{key} : std::nullopt);
    const std::string name = repository.keep(text, stored);
    const std::string large(BackupRepository::kChunk + 1, 'x');
    std::string bytes(ZSTD_compressBound(large.size()), '\0');
    bytes.resize(ZSTD_compress(bytes.data(), bytes.size(), large.data(), large.size(), 1));
    objects["chunks/" + name.substr(0, 2) + "/" + name] = sealed ? key.seal(bytes, name) : bytes;
    EXPECT_THAT(refusal([&] { repository.chunk(name); }), HasSubstr("damaged"));
  }
}

TEST_F(Repositories, StrangeNamesAreNoObjectsOfTheirs) {
  auto repository = open();
  repository.keep(backup_of("20260101t000000-00000001", {repository.keep("a", stored)}));
  for (const char* name : {"backups/../format", "backups/A b", "backups/\xff\x01", "backups/",
                           "chunks/ab/not-a-digest", "chunks/", "chunks/%2e%2e/x"})
    objects[name] = "x";
  EXPECT_THAT(open().backups(), ElementsAre("20260101t000000-00000001"));
  EXPECT_EQ(open().prune(1), (std::pair<std::size_t, std::size_t>{0, 0}));
}

TEST(BackupKeys, AreTakenInSeveralForms) {
  const std::string bytes(32, '\x07');
  const std::string name = MasterKey{bytes}.derive("x");
  for (const std::string& text :
       {bytes, hex(bytes), hex(bytes) + "\n", base64(bytes) + "\n", base64url(bytes)})
    EXPECT_EQ(backup_key_of(text).derive("x"), name) << text;
  for (const char* text : {"", "short", "0707"})
    EXPECT_THROW(backup_key_of(text), std::runtime_error) << text;
}

TEST_F(Repositories, BackupsOfANewerReleaseAreNotRestored) {
  const BackupRepository repository = open();
  Backup backup;
  backup.id = "20990101t000000-00000000";
  backup.release = "99.0.0";
  const std::string into = testing::TempDir() + "vip-newer-backup";
  EXPECT_THAT(refusal([&] { restore_directory(repository, backup, into, "", {}); }),
              HasSubstr("was written by release 99.0.0 of vip, and this is "));
  EXPECT_THAT(refusal([&] { restore_tenant(repository, backup, Uuid{}, into, {}); }),
              HasSubstr("was written by release 99.0.0"));
}

}  // namespace
}  // namespace vip
