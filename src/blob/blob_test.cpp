// Uploads into the spool, contents in the store, and the state after a crash at each step.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "blob/blob_store.h"
#include "blob/upload.h"

namespace vip {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

std::size_t files_in(const fs::path& directory) {
  std::size_t count = 0;
  if (!fs::exists(directory)) return 0;
  for (const auto& entry : fs::recursive_directory_iterator{directory})
    if (entry.is_regular_file()) ++count;
  return count;
}

std::string text_of(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string all_of(http::BodySource& source, std::size_t piece) {
  std::string text;
  while (text.size() < source.size()) {
    std::string buffer(piece, '\0');
    const auto count = source.read(buffer);
    if (count == 0) break;
    text.append(buffer, 0, count);
  }
  return text;
}

class BlobTest : public testing::Test {
 protected:
  void TearDown() override { fs::remove_all(directory); }

  SpoolFile spooled(std::string_view content) {
    auto file = spool.create();
    EXPECT_TRUE(file->append(content));
    file->end();
    return *std::move(file);
  }
  static http::Headers typed(const std::string& type) {
    http::Headers headers;
    headers.add("Content-Type", type);
    return headers;
  }
  // Uploads a body in small pieces.
  Result<Upload> upload(const std::string& type, std::string_view body, std::uint64_t limit = 100) {
    auto sink = UploadSink::open(spool, typed(type), limit);
    if (!sink) return tl::unexpected{sink.error()};
    for (; !body.empty(); body.remove_prefix(std::min<std::size_t>(body.size(), 7)))
      if (auto taken = (*sink)->take(body.substr(0, 7)); !taken)
        return tl::unexpected{taken.error()};
    if (auto ended = (*sink)->end(); !ended) return tl::unexpected{ended.error()};
    return (*sink)->take_upload();
  }
  std::string refusal(const std::string& type, std::string_view body) {
    const auto result = upload(type, body);
    return result ? "taken"
                  : std::string{info(result.error().code).name} + ": " + result.error().detail;
  }

  fs::path directory = fs::path{testing::TempDir()} / to_string(make_uuid_v4());
  fs::path spool_directory = directory / "spool";
  Spool spool{spool_directory};
  Uuid tenant = make_uuid_v4();
};

const std::string kForm = "multipart/form-data; boundary=b";
std::string field(const std::string& name, const std::string& value) {
  return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}
std::string file_part(const std::string& file_name, const std::string& content) {
  return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file_name +
         "\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n";
}

TEST_F(BlobTest, TheSpoolHasABound) {
  Spool small{directory / "small", 100};
  auto first = small.create();
  auto second = small.create();
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(first->append(std::string(60, 'a')));
  const auto refused = second->append(std::string(41, 'b'));
  ASSERT_FALSE(refused);
  EXPECT_EQ(info(refused.error().code).name, "overloaded");
  EXPECT_EQ(small.used(), 60U) << "what was refused takes nothing";
  EXPECT_TRUE(second->append(std::string(40, 'b')));
  EXPECT_EQ(small.used(), 100U);
  {
    const SpoolFile done = *std::move(first);
    EXPECT_EQ(small.used(), 100U) << "moved within the program";
  }
  EXPECT_EQ(small.used(), 40U) << "deleted";
  ASSERT_TRUE(second->move_to(directory / "kept"));
  EXPECT_EQ(small.used(), 0U) << "kept elsewhere";
}

TEST_F(BlobTest, SpoolsABodyThatIsTheFile) {
  const auto result = upload("Application/PDF", "%PDF-1.7 and more");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->media_type, "application/pdf");
  EXPECT_EQ(result->file_name, "");
  EXPECT_EQ(result->file.size(), 17U);
  EXPECT_EQ(result->file.beginning(), "%PDF-1.7 and more");
  EXPECT_EQ(result->file.digest(), sha256("%PDF-1.7 and more"));
  EXPECT_EQ(text_of(result->file.path()), "%PDF-1.7 and more");
}

TEST_F(BlobTest, SpoolsTheFileOfAForm) {
  const auto result =
      upload(kForm, field("title", "Blood") + file_part("C:\\scans\\a.txt", "hello") +
                        field("note", "") + "--b--\r\n");
  ASSERT_TRUE(result) << result.error().detail;
  EXPECT_EQ(result->media_type, "text/plain");
  EXPECT_EQ(result->file_name, "a.txt");
  EXPECT_THAT(result->fields, ElementsAre(Pair("title", "Blood"), Pair("note", "")));
  EXPECT_EQ(text_of(result->file.path()), "hello");
}

TEST_F(BlobTest, RefusesBadForms) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"--b--", "malformed-multipart: The form has no file"},
      {field("title", "x") + "--b--", "malformed-multipart: The form has no file"},
      {file_part("a", "x") + file_part("b", "y") + "--b--", "more than one file"},
      {field("title", "x") + field("title", "y") + file_part("a", "x") + "--b--", "occurs twice"},
      {field("title", "\xff") + file_part("a", "x") + "--b--", "invalid-characters"},
      {field("title", std::string(70'000, 'x')), "body-too-large: The form's fields"},
      {file_part("a", std::string(120, 'x')), "body-too-large: The file is larger than 100 bytes"},
      {file_part("a", "x"), "last boundary"},
      {"--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: image/png\r\n\r\n",
       "is not text"},
  };
  for (const auto& [form, expected] : cases) EXPECT_THAT(refusal(kForm, form), HasSubstr(expected));
  EXPECT_THAT(refusal("multipart/form-data", "--b--"), HasSubstr("no valid boundary"));
  EXPECT_EQ(files_in(spool_directory), 0U);
}

TEST_F(BlobTest, EnforcesTheLimitOfTheFile) {
  EXPECT_TRUE(upload("text/plain", std::string(100, 'x')));
  EXPECT_EQ(refusal("text/plain", std::string(101, 'x')),
            "body-too-large: The file is larger than 100 bytes.");
  EXPECT_TRUE(upload(kForm, file_part("a", std::string(100, 'x')) + "--b--"));
  EXPECT_EQ(UploadSink::body_limit(typed("text/plain"), 100), 100U);
  EXPECT_EQ(UploadSink::body_limit(typed(kForm), 100), 100 + UploadSink::kFormOverhead);
}

TEST_F(BlobTest, RemovesAnInterruptedUpload) {
  {
    auto sink = UploadSink::open(spool, typed("text/plain"), 100);
    ASSERT_TRUE((*sink)->take("half"));
    EXPECT_EQ(files_in(spool_directory), 1U);
  }
  EXPECT_EQ(files_in(spool_directory), 0U);
  { const auto whole = upload("text/plain", "whole"); }
  EXPECT_EQ(files_in(spool_directory), 0U);
}

TEST_F(BlobTest, KeepsAtMostAPageOfTheBeginning) {
  const auto file = spooled(std::string(10'000, 'x'));
  EXPECT_EQ(file.beginning().size(), SpoolFile::kBeginning);
}

TEST_F(BlobTest, EmptiesTheSpoolAtStart) {
  std::ofstream{spool_directory / "left"} << "by a crash";
  const Spool again{spool_directory};
  EXPECT_EQ(files_in(spool_directory), 0U);
}

TEST_F(BlobTest, FailsWithoutTheDirectory) {
  fs::remove_all(spool_directory);
  const auto result = upload("text/plain", "x");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, errors::storage_unavailable);
  EXPECT_THAT(result.error().detail, testing::Not(HasSubstr(directory.string())));
}

TEST_F(BlobTest, KeepsAndOpensContents) {
  const auto blobs = make_directory_blobs(directory / "blobs");
  auto file = spooled("some content");
  const auto digest = file.digest();
  EXPECT_EQ(blobs->open(tenant, digest), nullptr);
  auto pending = blobs->keep(tenant, file);
  ASSERT_TRUE(pending);
  pending->confirm();
  EXPECT_EQ(files_in(spool_directory), 0U);
  EXPECT_EQ(files_in(directory / "blobs" / "pending"), 0U);
  const auto name = hex(as_view(digest));
  EXPECT_EQ(text_of(directory / "blobs" / to_string(tenant) / name.substr(0, 2) / name),
            "some content");
  const auto blob = blobs->open(tenant, digest);
  ASSERT_NE(blob, nullptr);
  EXPECT_EQ(blob->size(), 12U);
  EXPECT_EQ(all_of(*source_of(blob, 0, 12), 5), "some content");
  EXPECT_EQ(all_of(*source_of(blob, 5, 3), 100), "con");
  EXPECT_EQ(blobs->open(make_uuid_v4(), digest), nullptr);  // of another tenant
}

TEST_F(BlobTest, EndsASourceWhoseFileIsShorterThanPromised) {
  const auto blobs = make_directory_blobs(directory / "blobs");
  auto file = spooled("short");
  const auto digest = file.digest();
  ASSERT_TRUE(blobs->keep(tenant, file));
  EXPECT_EQ(all_of(*source_of(blobs->open(tenant, digest), 0, 100), 64), "short");
}

TEST_F(BlobTest, KeepsTheSameContentOnce) {
  const auto blobs = make_directory_blobs(directory / "blobs");
  for (int i = 0; i < 2; ++i) {
    auto file = spooled("the same");
    auto pending = blobs->keep(tenant, file);
    ASSERT_TRUE(pending);
    pending->confirm();
  }
  EXPECT_EQ(files_in(directory), 1U);
}

TEST_F(BlobTest, RemovesUnreferencedContentAtStart) {
  const auto named = sha256("committed");
  {
    const auto blobs = make_directory_blobs(directory / "blobs");
    for (const char* content : {"committed", "rolled back"}) {
      auto file = spooled(content);
      ASSERT_TRUE(blobs->keep(tenant, file));  // and then the process ends
    }
    auto confirmed = spooled("confirmed");
    blobs->keep(tenant, confirmed)->confirm();
  }
  std::ofstream{directory / "blobs" / "pending" / "nonsense"} << "x";
  const auto blobs = make_directory_blobs(directory / "blobs");
  const auto removed = blobs->settle([&](const Uuid& of, const Digest& digest) {
    EXPECT_EQ(of, tenant);
    return digest == named;
  });
  EXPECT_EQ(removed, 1U);
  EXPECT_NE(blobs->open(tenant, named), nullptr);
  EXPECT_NE(blobs->open(tenant, sha256("confirmed")), nullptr);
  EXPECT_EQ(blobs->open(tenant, sha256("rolled back")), nullptr);
  EXPECT_EQ(files_in(directory / "blobs" / "pending"), 0U);
}

TEST_F(BlobTest, ErasesATenantAndNoOther) {
  const auto blobs = make_directory_blobs(directory / "blobs");
  const auto other = make_uuid_v4();
  for (const auto& owner : {tenant, other}) {
    auto file = spooled("content");
    ASSERT_TRUE(blobs->keep(owner, file));
  }
  blobs->erase(tenant);
  EXPECT_EQ(blobs->open(tenant, sha256("content")), nullptr);
  EXPECT_NE(blobs->open(other, sha256("content")), nullptr);
  EXPECT_EQ(files_in(directory / "blobs"), 2U);  // the other's content and its mark
}

}  // namespace
}  // namespace vip
