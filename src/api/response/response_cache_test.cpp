// What is kept of responses: for whom, for how long, how much.

#include "api/response/response_cache.h"

#include <gtest/gtest.h>

#include <map>

namespace vip::test {
namespace {

constexpr std::size_t kMost = 1 << 20;

class FakeReadSet final : public ReadSet {
 public:
  explicit FakeReadSet(const bool& current) : current_{current} {}
  bool is_current() const noexcept override { return current_; }

 private:
  const bool& current_;
};

class FakeSession final : public ReadSession {
 public:
  explicit FakeSession(std::shared_ptr<const ReadSet> read_set) : read_set_{std::move(read_set)} {}
  std::shared_ptr<const ReadSet> read_set() const override { return read_set_; }
  std::unique_ptr<RowReader> select(const Query& /*query*/) override { return nullptr; }
  Count count(const Query& /*query*/, std::int64_t /*bound*/) override { return {}; }
  std::int64_t collection_count(const Resource& /*resource*/, bool /*hidden*/) override {
    return 0;
  }
  std::optional<Record> find(const Resource& /*resource*/, const Uuid& /*id*/,
                             const Uuid& /*business*/) override {
    return std::nullopt;
  }
  bool exists(const Resource& /*resource*/, const Uuid& /*id*/) override { return false; }
  std::vector<Record> records(const Query& /*query*/) override { return {}; }
  std::vector<DuplicatePair> duplicates(const Resource& /*resource*/, std::int64_t /*limit*/,
                                        std::int64_t /*offset*/) override {
    return {};
  }
  Count count_duplicates(const Resource& /*resource*/, std::int64_t /*bound*/) override {
    return {};
  }

 private:
  std::shared_ptr<const ReadSet> read_set_;
};

class Responses : public testing::Test {
 protected:
  static CacheKey key(const std::string& text, const char* scopes = "pet:read") {
    return CacheKey{text, *ScopeSet::parse(scopes)};
  }
  static Representation made(std::string body) {
    Representation made;
    made.response.body = std::move(body);
    return made;
  }
  void offer(const CacheKey& key, const std::string& body) {
    cache_.offer(key, made(body), FakeSession{std::make_shared<FakeReadSet>(current_)});
  }
  void keep(const CacheKey& key, const std::string& body) {
    offer(key, body);
    offer(key, body);
  }
  std::string found(const CacheKey& key) {
    const auto entry = cache_.find(key);
    return entry ? entry->response.body : "none";
  }

  bool current_ = true;
  ResponseCache cache_{kMost};
};

TEST_F(Responses, AreKeptFromTheSecondTimeOn) {
  EXPECT_EQ(found(key("/a")), "none");
  offer(key("/a"), "A");
  EXPECT_EQ(found(key("/a")), "none");
  offer(key("/a"), "A");
  EXPECT_EQ(found(key("/a")), "A");
  EXPECT_EQ(found(key("/b")), "none");
  EXPECT_EQ(cache_.hits(), 1U);
  EXPECT_EQ(cache_.misses(), 3U);
}

TEST_F(Responses, AreOfTheScopesThatTheyWereMadeFor) {
  keep(key("/a", "pet:read pet:pii"), "Ann");
  EXPECT_EQ(found(key("/a", "pet:read")), "none");
  EXPECT_EQ(found(key("/a", "pet:read pet:pii")), "Ann");
}

TEST_F(Responses, EndWhenTheDataChange) {
  keep(key("/a"), "A");
  current_ = false;
  EXPECT_EQ(found(key("/a")), "none");
  current_ = true;
  keep(key("/a"), "B");
  EXPECT_EQ(found(key("/a")), "B");
}

TEST_F(Responses, WithoutAReadSetAreNotKept) {
  for (int i = 0; i < 3; ++i) cache_.offer(key("/a"), made("A"), FakeSession{nullptr});
  EXPECT_EQ(found(key("/a")), "none");
}

TEST_F(Responses, TakeNoMoreThanTheirMemory) {
  const std::string body(10'000, 'x');
  for (int i = 0; i < 1000; ++i) {
    keep(key("/" + std::to_string(i)), body);
    keep(key("/often"), "A");
    EXPECT_LE(cache_.bytes(), kMost);
  }
  EXPECT_GT(cache_.bytes(), kMost / 2);
  EXPECT_EQ(found(key("/often")), "A") << "those not asked for longest go";
  EXPECT_EQ(found(key("/0")), "none");
  keep(key("/large"), std::string(300'000, 'x'));
  EXPECT_EQ(found(key("/large")), "none");
}

TEST(CacheKeyTest, TellsApartAllThatDecidesAnAnswer) {
  const auto key = [](const Client& client, const Tenant& tenant, const char* path,
                      const char* query, std::int64_t day) {
    return CacheKey{client, tenant, {}, path, query, Instant{day * 86'400'000}}.text;
  };
  Client client;
  client.id = make_uuid_v4();
  Tenant tenant;
  tenant.id = make_uuid_v4();
  Client other_business = client;
  other_business.business = make_uuid_v4();
  Tenant abroad = tenant;
  abroad.locale = "de_DE";
  std::map<std::string, int> seen;
  ++seen[key(client, tenant, "/a", "", 1)];
  ++seen[key(client, tenant, "/a", "", 2)];
  ++seen[key(client, tenant, "/a", "b", 1)];
  ++seen[key(client, tenant, "/b", "", 1)];
  ++seen[key(other_business, tenant, "/a", "", 1)];
  ++seen[key(client, abroad, "/a", "", 1)];
  client.id = make_uuid_v4();
  ++seen[key(client, tenant, "/a", "", 1)];
  tenant.id = make_uuid_v4();
  ++seen[key(client, tenant, "/a", "", 1)];
  EXPECT_EQ(seen.size(), 8U);
}

}  // namespace
}  // namespace vip::test
