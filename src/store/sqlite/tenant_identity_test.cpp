// A tenant's file that is missing, another one's or of a newer release: refused, whenever it gets
// there, and used again once it is right.

#include "store/sqlite/tenant_identity.h"

#include <filesystem>
#include <map>

#include "store/sqlite/meta.h"
#include "store/test_store.h"

namespace vip::test {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using sqlite::TenantFileError;
using sqlite::TenantIdentity;
using testing::ElementsAre;
using testing::HasSubstr;

class TenantIdentities : public StoreTest {
 protected:
  void SetUp() override {
    options_.created_of = [this](const Uuid& tenant) -> std::optional<Instant> {
      const auto found = created_.find(tenant);
      return found == created_.end() ? std::nullopt : std::optional{found->second};
    };
    other_ = make_uuid_v4();
    for (const Uuid& tenant : {tenant_, other_}) {
      created_[tenant] = Instant{1'790'000'000'000 + static_cast<std::int64_t>(created_.size())};
      sqlite::make_tenant_file(tenants(), {tenant, created_[tenant]});
    }
    StoreTest::open(options_);
    add_owner({{"name", "Bob"s}});
    const Uuid own = tenant_;
    tenant_ = other_;
    add_owner({{"name", "Oscar"s}});
    tenant_ = own;
  }

  std::string tenants() const { return folder_.path() + "/tenants"; }
  std::string file(const Uuid& tenant) const { return sqlite::tenant_path(tenants(), tenant); }
  std::string file() const { return file(tenant_); }

  // All that SQLite keeps under a name.
  static void each_file(const std::string& path, const auto& work) {
    for (const char* suffix : {"", "-wal", "-shm"})
      if (fs::exists(path + suffix)) work(path + suffix, suffix);
  }
  void move_away() {
    each_file(file(), [&](const std::string& from, const std::string& suffix) {
      fs::rename(from, folder_.path() + "/kept.db" + suffix);
    });
  }
  void move_back() {
    each_file(file(), [](const std::string& path, const std::string&) { fs::remove(path); });
    each_file(folder_.path() + "/kept.db", [&](const std::string& from, const std::string& suffix) {
      fs::rename(from, file() + suffix);
    });
  }
  void copy_other() {
    store_->close();
    fs::copy_file(file(other_), file());
  }
  void wait_for_a_look() { std::this_thread::sleep_for(std::chrono::milliseconds{120}); }

  void expect_refused(const std::string& why) {
    try {
      names({});
      ADD_FAILURE() << "read";
    } catch (const TenantDataUnavailable& error) {
      EXPECT_THAT(error.what(), HasSubstr(why));
    }
    EXPECT_EQ(store_->write_and_wait(key(), [](WriteSession&) { return true; }),
              WriteOutcome::unavailable);
    EXPECT_EQ(store_->load().unavailable_tenants, 1U);
  }
  void expect_served() {
    EXPECT_THAT(names({}), ElementsAre("Bob"));
    add_owner({{"name", "Cy"s}});
    EXPECT_THAT(names({}), ElementsAre("Bob", "Cy"));
    EXPECT_EQ(store_->load().unavailable_tenants, 0U);
  }

  std::map<Uuid, Instant> created_;
  Uuid other_;
};

TEST_P(TenantIdentities, AMissingFileIsNotMadeAnew) {
  store_->close();
  move_away();
  reopen();
  expect_refused("is missing");
  EXPECT_FALSE(fs::exists(file()));
  move_back();
  expect_served();
}

TEST_P(TenantIdentities, AFileRemovedWhileItIsOpenIsMissed) {
  move_away();
  // The first write finds out after its commit, so that none is acknowledged that nobody can find.
  EXPECT_EQ(store_->write_and_wait(key(), [](WriteSession&) { return true; }),
            WriteOutcome::unavailable);
  wait_for_a_look();
  EXPECT_THROW(names({}), TenantDataUnavailable);
  expect_refused("is missing");
  move_back();
  expect_served();
}

TEST_P(TenantIdentities, AnotherTenantsFileIsRefused) {
  store_->close();
  move_away();
  copy_other();
  reopen();
  expect_refused("is that of tenant " + to_string(other_));
  move_back();
  expect_served();
}

TEST_P(TenantIdentities, AnotherTenantsFileIsRefusedWhileTheOwnIsOpen) {
  {
    sqlite::Database database{file(other_), sqlite::Access::write};
    database.checkpoint(true);
  }
  move_away();
  fs::copy_file(file(other_), file());
  wait_for_a_look();
  EXPECT_THROW(names({}), TenantDataUnavailable);
  expect_refused("is that of tenant " + to_string(other_));
  move_back();
  expect_served();
}

TEST_P(TenantIdentities, AReplacedFileIsNoticedByTheNextReaderAtOnce) {
  // A connection for reading that is opened while the file is another one.
  names({});
  move_away();
  fs::copy_file(file(other_), file());
  bool refused = false;
  store_->read(key(), kNoDeadline, [&](ReadSession&) {
    try {
      store_->read(key(), kNoDeadline, [](ReadSession&) {});
    } catch (const TenantDataUnavailable&) {
      refused = true;
    }
  });
  EXPECT_TRUE(refused);
}

TEST_P(TenantIdentities, AFileOfAnErasedTenantOfTheSameIdIsRefused) {
  store_->close();
  ++created_[tenant_].milliseconds;
  reopen();
  expect_refused("created");
}

TEST_P(TenantIdentities, AFileWithoutIdentityIsRefused) {
  store_->close();
  {
    sqlite::Database database{file(), sqlite::Access::write};
    database.execute("DELETE FROM meta WHERE name IN('tenant','created')");
  }
  reopen();
  expect_refused("does not say whose");
}

TEST_P(TenantIdentities, AFileOfANewerReleaseIsRefused) {
  store_->close();
  {
    sqlite::Database database{file(), sqlite::Access::write};
    sqlite::set_meta(database, "release", "99.0.0");
  }
  reopen();
  expect_refused("release 99.0.0");
}

TEST_P(TenantIdentities, InspectionTellsBeforeAnybodyAsks) {
  store_->close();
  move_away();
  reopen();
  EXPECT_EQ(store_->load().unavailable_tenants, 0U);
  for (const Uuid& tenant : {tenant_, other_}) store_->inspect(key_of(tenant));
  EXPECT_EQ(store_->load().unavailable_tenants, 1U);
  fs::copy_file(file(other_), file());
  store_->inspect(key());
  EXPECT_EQ(store_->load().unavailable_tenants, 1U) << "another one's";
  move_back();
  store_->inspect(key());
  EXPECT_EQ(store_->load().unavailable_tenants, 0U);
  expect_served();
}

TEST_P(TenantIdentities, AnErasedTenantIsNotMissed) {
  store_->close();
  move_away();
  reopen();
  store_->inspect(key());
  created_.erase(tenant_);
  EXPECT_EQ(store_->load().unavailable_tenants, 0U);
  EXPECT_THROW(names({}), TenantDataUnavailable) << "nobody's file is made for it";
  EXPECT_FALSE(fs::exists(file()));
}

TEST_P(TenantIdentities, AreGivenToFilesOfEarlierReleasesOnce) {
  const TenantIdentity identity{tenant_, created_[tenant_]};
  store_->close();
  const auto forget = [&] {
    sqlite::Database database{file(), sqlite::Access::write};
    database.execute("DELETE FROM meta WHERE name IN('tenant','created')");
  };
  forget();
  sqlite::adopt_tenant_file(tenants(), identity, true);
  reopen();
  EXPECT_THAT(names({}), ElementsAre("Bob"));
  store_->close();
  move_away();
  copy_other();
  sqlite::adopt_tenant_file(tenants(), identity, true);
  reopen();
  expect_refused("is that of tenant");
}

TEST_P(TenantIdentities, AFileThatIsMissingAtItsAdoptionIsMadeForAnUnusedTenantOnly) {
  const TenantIdentity unused{make_uuid_v4(), {1}};
  sqlite::adopt_tenant_file(tenants(), unused, false);
  EXPECT_FALSE(fs::exists(file(unused.tenant)));
  sqlite::adopt_tenant_file(tenants(), unused, true);
  sqlite::Database database{file(unused.tenant), sqlite::Access::read};
  EXPECT_EQ(sqlite::identity_in(database), unused);
}

TEST_P(TenantIdentities, AFileThatHasDataIsNotTakenForANewTenant) {
  EXPECT_THROW(sqlite::make_tenant_file(tenants(), {tenant_, {1}}), TenantFileError);
  // What an interrupted creation left is completed.
  const Uuid unfinished = make_uuid_v4();
  sqlite::make_tenant_file(tenants(), {unfinished, {1}});
  sqlite::make_tenant_file(tenants(), {unfinished, {2}});
  sqlite::Database database{file(unfinished), sqlite::Access::read};
  EXPECT_EQ(sqlite::identity_in(database), (TenantIdentity{unfinished, {2}}));
}

INSTANTIATE_TEST_SUITE_P(Sqlite, TenantIdentities, testing::Values(engines().front()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
