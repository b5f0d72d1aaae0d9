// Chunks and lists of backups: each once, unreadable without the key, never wrong.

#include "backup/repository.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <stdexcept>

#include "backup/backup.h"
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
  std::optional<std::string> get(std::string_view name) const override {
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
    backup.files = {{"tenants/a.db", 7, std::move(chunks)}};
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
  for (const char* path : {"../a", "/etc/a", "tenants/../../a", ""}) {
    Backup backup = backup_of("20260101t000000-00000001", {});
    backup.files[0].path = path;
    repository.keep(backup);
    EXPECT_THAT(refusal([&] { repository.backup(backup.id); }), HasSubstr("damaged")) << path;
  }
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
