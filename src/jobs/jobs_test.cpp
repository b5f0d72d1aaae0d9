// Jobs: to their end, over a stop in the middle, with invalid lines, and what is left on disk.
#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <thread>

#include "declaration/reader.h"
#include "jobs/job_runner.h"

namespace vip {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kDomain =
    "domain: shop\ntitle: Shop\ndescription: A shop.\nversion: 1.0.0\nscope: shop\nowner: A\n"
    "support: None.\n";
constexpr const char* kTins =
    "resource: tins\ntitle: Tin\ndescription: A tin.\nid: tin-uuid\noperations: [list, read]\n"
    "fields:\n  code: {type: string, maxLength: 10}\n";
constexpr const char* kImports =
    "resource: imports\ntitle: Import\ndescription: An import.\nid: job-uuid\n"
    "operations: [list, read]\njob:\n  array-member: tins\n  max-lines: 1000\n  line:\n"
    "    code: {type: string, maxLength: 10, required: true}\nfields:\n"
    "  made: {type: integer, default: 0}\n";

// Makes a tin of each good line, three lines a piece; "stop" waits until it is let go, "fail" ends
// the job.
class TinRun final : public JobRun {
 public:
  TinRun(const Resource& tins, const Resource& imports, std::function<void()> at_stop)
      : tins_{tins}, imports_{imports}, at_stop_{std::move(at_stop)} {}
  bool read(JobReading& reading) override {
    lines_ = reading.next_lines(3);
    for (const JobLine& line : lines_) {
      const std::string_view code = line.values.text({line.values.resource->find("code")});
      if (code == "stop" && !line.done) at_stop_();
      if (code == "fail") throw JobFailed("A line says so.");
      if (code == "throw") throw std::runtime_error("inside");
    }
    return !lines_.empty();
  }
  void write(JobWriting& writing) override {
    std::int64_t made = writing.job().number({&imports_.field("made")});
    for (const JobLine& line : lines_) {
      if (line.done || !line.errors.empty()) continue;
      Record tin = writing.blank(tins_);
      tin.at(tins_.field("code")) = line.values.values.front();
      writing.insert(std::move(tin));
      ++made;
    }
    writing.set({&imports_.field("made")}, made);
  }

 private:
  const Resource& tins_;
  const Resource& imports_;
  std::function<void()> at_stop_;
  std::vector<JobLine> lines_;
};

std::function<void()> at_stop = [] {};

class TinRules final : public JobRules {
 public:
  explicit TinRules(const JobSetup& setup)
      : tins_{setup.catalogue.resource("shop/tins")}, imports_{setup.resource} {}
  std::unique_ptr<JobRun> begin(const Record&) const override {
    return std::make_unique<TinRun>(tins_, imports_, [] { at_stop(); });
  }

 private:
  const Resource& tins_;
  const Resource& imports_;
};

Catalogue shop() {
  auto read = read_catalogue({{"shop/domain.yaml", kDomain},
                              {"shop/resources/tins.yaml", kTins},
                              {"shop/resources/imports.yaml", kImports}});
  if (read) return std::move(*read);
  throw std::runtime_error(read.error().front().message);
}

class Jobs : public testing::Test {
 public:
  ~Jobs() override {
    runner_.reset();
    store_.reset();
    at_stop = [] {};
    fs::remove_all(folder_);
  }

 protected:
  Jobs() {
    std::string name = (fs::temp_directory_path() / "vip-jobs-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    tenant_.id = make_uuid_v4();
    StoreOptions options;
    options.directory = folder_;
    store_ = open_sqlite_store(catalogue_, options);
    make_runner();
  }

  void make_runner() {
    runner_ = std::make_unique<JobRunner>(
        folder_, catalogue_, *store_, engine_,
        [this](const Uuid& id) { return id == tenant_.id ? std::optional{tenant_} : std::nullopt; },
        1);
  }
  TenantKey data() const { return TenantKey::for_internal_work(tenant_.id); }
  SpoolFile upload_of(const std::string& text) const {
    auto file = Spool{folder_ + "/spool"}.create();
    EXPECT_TRUE(file && file->append(text));
    return std::move(*file);
  }
  // As a request does it: the file, then the record, then the word that it is there.
  JobKey start_job(const std::string& text) {
    const Resource& imports = catalogue_.resource("shop/imports");
    const JobKey key{tenant_.id, &imports, make_uuid_v7()};
    SpoolFile upload = upload_of(text);
    const WriteOutcome end = store_->write_and_wait(data(), [&](WriteSession& session) {
      Record record{&imports, 0, 0, std::vector<Value>(imports.fields.size())};
      for (const Field& field : imports.fields)
        if (field.default_kind == DefaultKind::literal) record.at(field) = field.default_value;
      record.at(imports.id()) = key.job;
      record.at(imports.field("correlation-id")) = std::string("a-call");
      runner_->keep_input(key, upload);
      session.insert(record, {});
      return true;
    });
    EXPECT_EQ(end, WriteOutcome::kept);
    runner_->add(key);
    return key;
  }
  Record record_of(const JobKey& key) {
    Record found;
    store_->read(data(), std::chrono::steady_clock::time_point::max(),
                 [&](ReadSession& session) { found = *session.find(*key.resource, key.job, {}); });
    return found;
  }
  std::string text(const JobKey& key, const char* field) {
    const Record record = record_of(key);
    return std::string(record.text({&record.resource->field(field)}));
  }
  std::int64_t number(const JobKey& key, const char* field) {
    const Record record = record_of(key);
    return record.number({&record.resource->field(field)});
  }
  std::string status_at_end(const JobKey& key) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    for (Record record = record_of(key);
         JobRecord{record}.is_open() && std::chrono::steady_clock::now() < deadline;
         record = record_of(key))
      std::this_thread::sleep_for(2ms);
    return text(key, "status");
  }
  std::vector<std::string> codes() {
    const Resource& tins = catalogue_.resource("shop/tins");
    std::vector<std::string> found;
    Query query;
    query.resource = &tins;
    query.limit = 1000;
    store_->read(data(), std::chrono::steady_clock::time_point::max(), [&](ReadSession& session) {
      for (const Record& tin : session.records(query))
        found.emplace_back(tin.text({&tins.field("code")}));
    });
    return found;
  }
  std::size_t files_left() const {
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ + "/jobs"))
      files += entry.is_regular_file() ? 1 : 0;
    return files;
  }
  void expect_no_files() {
    const auto deadline = std::chrono::steady_clock::now() + 5s;
    while (files_left() > 0 && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(2ms);
    EXPECT_EQ(files_left(), 0U);
  }

  std::string folder_;
  Tenant tenant_;
  Catalogue catalogue_ = shop();
  std::vector<JobEntry> entries_{
      {"shop/imports", [](const JobSetup& setup) -> std::unique_ptr<JobRules> {
         return std::make_unique<TinRules>(setup);
       }}};
  RuleSet rules_{catalogue_, {}, {}, entries_};
  RecordWriter engine_{catalogue_, rules_, system_clock()};
  std::unique_ptr<Store> store_;
  std::unique_ptr<JobRunner> runner_;
};

TEST_F(Jobs, GoToTheirEnd) {
  runner_->start();
  const JobKey key = start_job(R"({"tins":[{"code":"a"},{"code":"b"},{"code":"c"},{"code":"d"}]})");
  EXPECT_EQ(status_at_end(key), "Completed");
  EXPECT_THAT(codes(), ElementsAre("a", "b", "c", "d"));
  EXPECT_EQ(number(key, "lines-read"), 4);
  EXPECT_EQ(number(key, "made"), 4);
  EXPECT_GT(number(key, "start-date"), 0);
  EXPECT_GE(number(key, "end-date"), number(key, "start-date"));
  EXPECT_EQ(text(key, "errors"), "[]");
  expect_no_files();
}

TEST_F(Jobs, LeaveOutFaultyLinesAndTellThem) {
  runner_->start();
  const JobKey key = start_job(
      R"({"tins":[{"code":"a"},7,{"code":"muchtoolongacode"},{"kode":"b"},{"code":"e"}]})");
  EXPECT_EQ(status_at_end(key), "Completed");
  EXPECT_THAT(codes(), ElementsAre("a", "e"));
  EXPECT_EQ(number(key, "error-count"), 4);
  const std::string errors = text(key, "errors");
  EXPECT_THAT(errors, HasSubstr(R"({"line":2,"pointer":null,"message":"Expected an object."})"));
  EXPECT_THAT(errors, HasSubstr(R"("line":3,"pointer":"/code")"));
  EXPECT_THAT(errors, HasSubstr("did you mean `code`?"));
}

TEST_F(Jobs, KeepTheFirstHundredErrors) {
  std::string lines = R"({"code":"a"})";
  for (int i = 0; i < 150; ++i) lines += ",null";
  runner_->start();
  const JobKey key = start_job(R"({"tins":[)" + lines + "]}");
  EXPECT_EQ(status_at_end(key), "Completed");
  EXPECT_EQ(number(key, "error-count"), 150);
  const auto errors = json::parse(text(key, "errors"));
  ASSERT_TRUE(errors);
  EXPECT_EQ(errors->items.size(), 100U);
}

TEST_F(Jobs, FailAsAWholeWithAReason) {
  runner_->start();
  const JobKey said =
      start_job(R"({"tins":[{"code":"a"},{"code":"b"},{"code":"c"},{"code":"fail"}]})");
  EXPECT_EQ(status_at_end(said), "Failed");
  EXPECT_THAT(text(said, "errors"), HasSubstr("A line says so."));
  EXPECT_EQ(number(said, "lines-read"), 4);
  const JobKey thrown = start_job(R"({"tins":[{"code":"throw"}]})");
  EXPECT_EQ(status_at_end(thrown), "Failed");
  EXPECT_THAT(text(thrown, "errors"), testing::Not(HasSubstr("inside")));
  expect_no_files();
}

TEST_F(Jobs, GoOnAfterAStopWhereTheyWere) {
  std::promise<void> reached;
  std::promise<void> go;
  at_stop = [&] {
    reached.set_value();
    go.get_future().wait();
  };
  runner_->start();
  const JobKey key = start_job(
      R"({"tins":[{"code":"a"},{"code":"b"},null,{"code":"c"},{"code":"stop"},{"code":"d"},{"code":"e"}]})");
  reached.get_future().wait();
  std::thread stopping{[&] { runner_->stop(); }};
  std::this_thread::sleep_for(20ms);
  go.set_value();
  stopping.join();
  EXPECT_EQ(text(key, "status"), "Running");
  EXPECT_LT(number(key, "lines-read"), 7);
  EXPECT_EQ(files_left(), 1U);
  at_stop = [] {};
  make_runner();
  runner_->start();
  EXPECT_EQ(status_at_end(key), "Completed");
  EXPECT_THAT(codes(), ElementsAre("a", "b", "c", "stop", "d", "e"));
  EXPECT_EQ(number(key, "made"), 6);
  EXPECT_EQ(number(key, "error-count"), 1);
  expect_no_files();
}

TEST_F(Jobs, LeaveNothingOfWhatWasNeverKept) {
  const JobKey orphan{tenant_.id, &catalogue_.resource("shop/imports"), make_uuid_v7()};
  SpoolFile upload = upload_of("{}");
  runner_->keep_input(orphan, upload);
  EXPECT_EQ(files_left(), 1U);
  make_runner();
  runner_->start();
  expect_no_files();
}

TEST_F(Jobs, AreForgottenWithTheirTenant) {
  start_job(R"({"tins":[{"code":"a"}]})");
  EXPECT_EQ(files_left(), 1U);
  runner_->forget(tenant_.id);
  EXPECT_EQ(files_left(), 0U);
  runner_->start();
  EXPECT_THAT(codes(), IsEmpty());
}

}  // namespace
}  // namespace vip
