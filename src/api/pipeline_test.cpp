// The whole path on a store in a temporary folder: which check comes first, and where the responses
// to writes are built.

#include "api/pipeline.h"

#include <future>
#include <thread>

#include "auth/token_issuer.h"
#include "auth/token_verifier.h"
#include "engine/test_catalogue.h"
#include "platform/test_platform.h"

namespace vip::test {
namespace {

using testing::HasSubstr;

const TokenIdentity kIdentity{"https://api.example", "https://api.example"};

class NoJobs final : public JobQueue {
 public:
  void keep_input(const JobKey&, SpoolFile&) override {}
  void drop_input(const JobKey&) override {}
  void add(const JobKey&) override {}
};

// The real store, and on which thread it has told of a commit.
class WatchedStore final : public Store {
 public:
  explicit WatchedStore(std::unique_ptr<Store> inner) : inner_{std::move(inner)} {}
  void read(const TenantKey& tenant, const Patience& patience,
            const std::function<void(ReadSession&)>& question) override {
    ++reads;
    inner_->read(tenant, patience, question);
  }
  bool write(const TenantKey& tenant, WriteTransaction change,
             std::function<void(WriteOutcome)> done) override {
    return inner_->write(tenant, std::move(change), [this, done](WriteOutcome end) {
      writer = std::this_thread::get_id();
      done(end);
    });
  }
  void erase_tenant(const TenantKey& tenant) override { inner_->erase_tenant(tenant); }
  StoreLoad load() const override { return inner_->load(); }
  void inspect(const TenantKey& tenant) noexcept override { inner_->inspect(tenant); }
  void close() override { inner_->close(); }

  std::atomic<int> reads = 0;
  std::thread::id writer;

 private:
  std::unique_ptr<Store> inner_;
};

struct Answer {
  http::Response response;
  std::thread::id thread;

  std::string header(std::string_view name) const {
    for (const auto& [known, value] : response.headers)
      if (known == name) return value;
    return "none";
  }
};

class PipelineTest : public testing::Test {
 protected:
  PipelineTest() {
    StoreOptions options;
    options.directory = folder_.path();
    store_ = std::make_unique<WatchedStore>(open_sqlite_store(catalogue_, options));
    tenant_ = add_tenant(client_.id);
    make_pipeline(16);
  }
  void TearDown() override { store_->close(); }

  void make_pipeline(std::size_t responses_waiting) {
    pipeline_.reset();
    responders_ = std::make_unique<WorkerPool>(1, responses_waiting);
    pipeline_ =
        std::make_unique<Pipeline>(ApiParts{catalogue_,
                                            *store_,
                                            writer_,
                                            authenticator_,
                                            sealer_,
                                            workers_,
                                            *responders_,
                                            spool_,
                                            *blobs_,
                                            jobs_,
                                            rate_limits_,
                                            response_cache_,
                                            {}},
                                   ApiSettings{"https://vip", {}, 1000, std::chrono::seconds{30}});
  }
  Uuid add_tenant(const Uuid& client) {
    TenantRecord record;
    record.tenant.id = make_uuid_v4();
    record.tenant.name = "Practice";
    platform_->change([&](PlatformStore& store) {
      const Party customer{make_uuid_v4(), "Customer", platform_.clock.now()};
      store.insert_customer(customer);
      record.tenant.customer = customer.id;
      store.insert(record);
      store.insert(
          GrantRecord{make_uuid_v4(),
                      {client, record.tenant.id, "A. Owner", platform_.clock.now(), {}, {}},
                      {}});
    });
    return record.tenant.id;
  }
  std::string token(const TestClient& client, const char* scopes) {
    return issuer_.issue(platform_->directory().client(client.id), *ScopeSet::parse(scopes), {})
        ->token;
  }

  // A good request; a row of the table spoils some of it.
  http::RequestHead head(http::Method method, const std::string& path) {
    http::RequestHead head;
    head.method = method;
    head.method_text = std::string(http::to_string(method));
    head.path = "/pets/v1/api" + path;
    head.peer = "127.0.0.1";
    return head;
  }
  void sign(http::RequestHead& head, const std::string& token) {
    head.headers.add("Authorization", "Bearer " + token);
    head.headers.add("Tenant-Id", to_string(tenant_));
  }
  Answer send(http::RequestHead head, const std::string& body = {}) {
    if (!body.empty()) {
      head.content_length = body.size();
      if (head.headers.count("Content-Type") == 0)
        head.headers.add("Content-Type", "application/json");
    }
    http::Admitted admitted = pipeline_->admit(std::move(head));
    if (!admitted.exchange) return {std::move(admitted.response), std::this_thread::get_id()};
    if (body.size() > admitted.exchange->body_limit())
      return {admitted.exchange->refuse(fail(errors::body_too_large).value()), {}};
    std::promise<Answer> answer;
    admitted.exchange->run(body, [&](http::Response response) {
      answer.set_value({std::move(response), std::this_thread::get_id()});
    });
    return answer.get_future().get();
  }
  Answer create_region(const char* prefer = nullptr) {
    http::RequestHead created = head(http::Method::post, "/regions");
    sign(created, token(client_, kScopes));
    if (prefer != nullptr) created.headers.add("Prefer", prefer);
    return send(std::move(created), R"({"name":"Dales"})");
  }

  // Below /pets/v1/api.
  static std::string path_of(const Answer& created) {
    return created.header("Location").substr(std::string("https://vip/pets/v1/api").size());
  }

  static constexpr auto kScopes = "pet:create pet:pii pet:read pet:remove pet:update";
  TemporaryDirectory folder_;
  TestPlatform platform_;
  TestClient client_ = add_client(*platform_, kScopes);
  TokenIssuer issuer_{*platform_, kIdentity, std::chrono::hours{24}};
  PlatformTokenVerifier verifier_{*platform_, kIdentity};
  Authenticator authenticator_{platform_->directory(), verifier_, platform_.clock};
  Catalogue catalogue_ = api_catalogue();
  RuleSet rules_{catalogue_, {}};
  RecordWriter writer_{catalogue_, rules_, system_clock()};
  CursorSealer sealer_{std::string(CursorSealer::kKeySize, 'k')};
  Spool spool_{folder_.path() + "/spool"};
  std::unique_ptr<BlobStore> blobs_ = make_directory_blobs(folder_.path() + "/blobs");
  NoJobs jobs_;
  RateLimits rate_limits_{60'000};
  ResponseCache response_cache_{1 << 20};
  Uuid tenant_;
  std::unique_ptr<WatchedStore> store_;
  WorkerPool workers_{1, 16};
  std::unique_ptr<WorkerPool> responders_;
  std::unique_ptr<Pipeline> pipeline_;
};

// Each row has the error that its stage finds, and all those of the rows below it.
TEST_F(PipelineTest, ChecksInTheOrderOfTheContract) {
  enum Wrong {
    path,
    method,
    no_token,
    address,
    tenant_id,
    tenant,
    scope,
    accept,
    media,
    good_head
  };
  const TestClient elsewhere =
      add_client(*platform_, kScopes, Environment::sandbox, {*AddressRange::parse("10.0.0.0/8")});
  const std::pair<Wrong, const char*> rows[] = {
      {path, "unknown-path"},
      {method, "method-not-allowed"},
      {no_token, "token-missing"},
      {address, "address-not-allowed"},
      {tenant_id, "tenant-id-malformed"},
      {tenant, "tenant-not-granted"},
      {scope, "insufficient-scope"},
      {accept, "not-acceptable"},
      {media, "unsupported-media-type"},
      {good_head, "invalid-request"},
  };
  for (const auto& [from, expected] : rows) {
    const auto wrong = [from = from](Wrong stage) { return stage >= from; };
    http::RequestHead spoiled =
        head(from == method ? http::Method::put : http::Method::patch,
             wrong(path) && from == path ? "/dogs/not-a-uuid" : std::string("/owners/") + kId);
    const TestClient& caller = from <= address ? elsewhere : client_;
    const char* scopes = from <= scope ? "pet:read" : kScopes;
    if (from > no_token) spoiled.headers.add("Authorization", "Bearer " + token(caller, scopes));
    spoiled.headers.add("Tenant-Id", from <= tenant_id ? "x"
                                     : from <= tenant  ? kOtherId
                                                       : to_string(tenant_));
    spoiled.headers.add("Accept", from <= accept ? "text/html" : "*/*");
    spoiled.headers.add("Content-Type", from <= media ? "text/plain" : "application/json");
    const Answer answer = send(std::move(spoiled), R"({"kind":"Farm","colour":1})");
    EXPECT_THAT(answer.response.body, HasSubstr("\"code\":\"" + std::string(expected) + "\""))
        << expected;
  }
}

TEST_F(PipelineTest, DecodesBeforeItLooksForTheRecord) {
  const std::string missing = std::string("/regions/") + kId;
  const auto code_of = [&](const std::string& path, const std::string& body, const char* scopes,
                           const char* if_match) {
    http::RequestHead patch = head(http::Method::patch, path);
    sign(patch, token(client_, scopes));
    patch.headers.add("If-Match", if_match);
    const std::string text = send(std::move(patch), body).response.body;
    const std::size_t begin = text.find("\"code\":\"") + 8;
    return text.substr(begin, text.find('"', begin) - begin);
  };
  // 11 the schema, 12 personal data, 13 the record, 14 the precondition.
  const std::string owner = std::string("/owners/") + kId;
  EXPECT_EQ(code_of(owner, R"({"notes":1})", "pet:update", "\"9\""), "invalid-type");
  EXPECT_EQ(code_of(owner, R"({"notes":"x"})", "pet:update", "\"9\""), "insufficient-scope");
  EXPECT_EQ(code_of(owner, R"({"notes":"x"})", kScopes, "\"9\""), "not-found");
  EXPECT_EQ(code_of(missing, "{}", kScopes, "*"), "not-found");
  const std::string there = path_of(create_region());
  EXPECT_EQ(code_of(there, R"({"name":"Fens"})", kScopes, "\"9\""), "precondition-failed");
}

TEST_F(PipelineTest, OptionsNeedsNoToken) {
  const Answer answer = send(head(http::Method::options, "/owners"));
  EXPECT_EQ(answer.response.status, 204);
  EXPECT_EQ(answer.header("Allow"), "GET, HEAD, POST, OPTIONS");
}

TEST_F(PipelineTest, ARefusedBodyEndsTheConnection) {
  http::RequestHead refused = head(http::Method::post, "/dogs");
  EXPECT_TRUE(send(refused, "{}").response.close);
  EXPECT_FALSE(send(refused).response.close);
}

TEST_F(PipelineTest, RecordsAreRenderedOffTheWritersThread) {
  const Answer created = create_region();
  EXPECT_EQ(created.response.status, 201);
  EXPECT_THAT(created.response.body, testing::StartsWith("{\"region-uuid\":\""));
  EXPECT_THAT(created.response.body, testing::Not(HasSubstr("Dales")));
  EXPECT_EQ(created.thread, store_->writer) << "some ids, after the commit";
  const Answer whole = create_region("return=representation");
  EXPECT_NE(whole.thread, store_->writer);
  EXPECT_NE(whole.thread, std::this_thread::get_id());
  EXPECT_THAT(whole.response.body, HasSubstr("\"name\":\"Dales\""));
  EXPECT_EQ(whole.header("ETag"), "\"1\"");
  EXPECT_EQ(store_->reads, 0) << "what was written is not read again";
}

TEST_F(PipelineTest, AWriteIsAnsweredWhenNobodyIsFreeToDoIt) {
  make_pipeline(0);
  const Answer created = create_region("return=representation");
  EXPECT_EQ(created.response.status, 201);
  EXPECT_EQ(created.thread, store_->writer);
}

TEST_F(PipelineTest, WhatWasWrittenIsReadByItsLocation) {
  const Answer created = create_region();
  const std::string path = path_of(created);
  http::RequestHead read = head(http::Method::get, path);
  sign(read, token(client_, kScopes));
  const Answer found = send(read);
  EXPECT_EQ(found.response.status, 200);
  EXPECT_EQ(found.header("ETag"), created.header("ETag"));
  EXPECT_EQ(found.thread, std::this_thread::get_id()) << "one record by its id is a cheap read";
  read.headers.add("If-None-Match", created.header("ETag"));
  EXPECT_EQ(send(read).response.status, 304);
  http::RequestHead patch = head(http::Method::patch, path);
  sign(patch, token(client_, kScopes));
  const Answer patched = send(patch, R"({"name":"Fens"})");
  EXPECT_EQ(patched.header("ETag"), "\"2\"");
  EXPECT_THAT(patched.response.body, HasSubstr("\"name\":\"Fens\""));
}

}  // namespace
}  // namespace vip::test
