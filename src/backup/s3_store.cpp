// Objects in a bucket. A put is whole or not at all: that is what the protocol promises.
//
// Such stores have no locks, but what was put is listed at once. Who wants the lock puts a marker,
// then lists: of two who do it at once at least one sees the other and gives way. A marker that was
// not put again for five minutes, by the store's own clock, is of a process that is gone.

#include "backup/s3_store.h"

#include <curl/curl.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <pugixml.hpp>
#include <thread>

#include "backup/s3_client.h"
#include "core/bytes.h"
#include "core/time.h"

namespace vip {
namespace {

using std::chrono::steady_clock;

constexpr std::string_view kLocks = "locks/";
constexpr std::chrono::minutes kLockIsGone{5}, kLockIsLost{4}, kLockIsRenewed{1};
constexpr std::size_t kMostOfAPage = 8 << 20, kMostPages = 20'000, kMostOfAnAck = 64 << 10;

struct Entry {
  std::string name;
  Instant modified;
};

struct Page {
  std::vector<Entry> entries;
  std::string next;  // the token of what follows; empty: nothing
};

std::string decoded(std::string_view text) {
  int size = 0;
  char* out = curl_easy_unescape(nullptr, text.data(), static_cast<int>(text.size()), &size);
  if (out == nullptr) throw std::runtime_error{"out of memory"};
  std::string plain{out, static_cast<std::size_t>(size)};
  curl_free(out);
  return plain;
}

std::optional<Page> page_of(const std::string& xml, std::string_view prefix) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return std::nullopt;
  const pugi::xml_node list = document.child("ListBucketResult");
  if (!list) return std::nullopt;
  const bool is_encoded = std::string_view{list.child_value("EncodingType")} == "url";
  Page page;
  for (const pugi::xml_node& object : list.children("Contents")) {
    std::string name = object.child_value("Key");
    if (is_encoded) name = decoded(name);
    const auto modified = parse_instant(object.child_value("LastModified"));
    if (!modified || !name.starts_with(prefix)) return std::nullopt;
    page.entries.push_back({name.substr(prefix.size()), *modified});
  }
  if (std::string_view{list.child_value("IsTruncated")} == "true") {
    page.next = list.child_value("NextContinuationToken");
    if (page.next.empty()) return std::nullopt;
  }
  return page;
}

// What a bucket has below a prefix.
class Bucket {
 public:
  Bucket(std::string_view place, const S3Options& options)
      : place_{place}, address_{s3_address(place)}, client_{address_, options} {}

  void put(std::string_view name, std::string_view bytes) {
    client_.call({"PUT", key(name), {}, bytes, kMostOfAnAck});
  }

  std::optional<std::string> get(std::string_view name, std::size_t most) {
    S3Answer answer = client_.call({"GET", key(name), {}, {}, most});
    if (answer.status == 404) return std::nullopt;
    return std::move(answer.body);
  }

  void remove(std::string_view name) { client_.call({"DELETE", key(name), {}, {}, kMostOfAnAck}); }

  // What the names begin with is not part of them.
  std::vector<Entry> list(std::string_view folder) {
    std::vector<Entry> entries;
    std::string next;
    for (std::size_t pages = 0; pages < kMostPages; ++pages) {
      S3Query query{{"encoding-type", "url"},
                    {"list-type", "2"},
                    {"prefix", address_.prefix + std::string{folder}}};
      if (!next.empty()) query.insert(query.begin(), {"continuation-token", next});
      const S3Answer answer = client_.call({"GET", "", query, {}, kMostOfAPage});
      auto page = answer.status == 200 ? page_of(answer.body, address_.prefix) : std::nullopt;
      if (!page) throw std::runtime_error{place_ + ": the list of objects cannot be understood."};
      std::ranges::move(page->entries, std::back_inserter(entries));
      if (page->next.empty()) return entries;
      if (page->next == next) break;
      next = std::move(page->next);
    }
    throw std::runtime_error{place_ + ": the list of objects does not end."};
  }

  const std::string& place() const { return place_; }

 private:
  std::string key(std::string_view name) const { return address_.prefix + std::string{name}; }

  std::string place_;
  S3Address address_;
  S3Client client_;
};

// A marker in the bucket, put again each minute by a thread with a connection of its own.
class Marker {
 public:
  Marker(std::string_view place, const S3Options& options)
      : bucket_{place, options}, name_{std::string{kLocks} + hex(random_bytes(16))} {
    bucket_.put(name_, "");
    try {
      refuse_others();
    } catch (...) {
      remove();
      throw;
    }
    renewed_ = steady_clock::now();
    thread_ = std::jthread{[this](const std::stop_token& end) { renew(end); }};
  }

  ~Marker() {
    thread_.request_stop();
    thread_.join();
    remove();
  }
  Marker(const Marker&) = delete;
  Marker& operator=(const Marker&) = delete;

  bool is_lost() const { return steady_clock::now() - renewed_.load() > kLockIsLost; }

 private:
  void refuse_others() {
    const std::vector<Entry> markers = bucket_.list(kLocks);
    const auto own = std::ranges::find(markers, name_, &Entry::name);
    if (own == markers.end())
      throw std::runtime_error{
          bucket_.place() +
          ": what was put into the object store is not listed at once. Backups "
          "need a store that does that."};
    for (const Entry& other : markers) {
      if (other.name == name_) continue;
      const std::chrono::milliseconds age{own->modified.milliseconds - other.modified.milliseconds};
      if (age < kLockIsGone)
        throw std::runtime_error{
            "Another process makes or prunes backups in " + bucket_.place() +
            ", or was killed less than five minutes ago. Try again when it is done."};
      bucket_.remove(other.name);
    }
  }

  void renew(const std::stop_token& end) {
    std::mutex mutex;
    std::condition_variable_any woken;
    std::unique_lock held{mutex};
    const auto never = [] { return false; };
    while (woken.wait_for(held, end, kLockIsRenewed, never), !end.stop_requested()) {
      try {
        const auto asked = steady_clock::now();
        // Somebody who took this process for dead has removed it.
        if (is_lost() || !bucket_.get(name_, kMostOfAnAck)) return;
        bucket_.put(name_, "");
        renewed_ = asked;
      } catch (const std::exception&) {  // the next time; is_lost() tells if there is none
        continue;
      }
    }
  }

  void remove() {
    try {
      bucket_.remove(name_);
    } catch (const std::exception&) {  // it becomes too old
      return;
    }
  }

  Bucket bucket_;
  std::string name_;
  std::atomic<steady_clock::time_point> renewed_{};
  std::jthread thread_;
};

class S3Store final : public ObjectStore {
 public:
  S3Store(std::string_view place, const S3Options& options)
      : options_{options}, bucket_{std::make_unique<Bucket>(place, options)} {}

  void put(std::string_view name, std::string_view bytes) override {
    refuse_if_lost();
    bucket_->put(name, bytes);
  }

  std::optional<std::string> get(std::string_view name, std::size_t most) const override {
    return bucket_->get(name, most);
  }

  std::vector<std::string> list(std::string_view folder) const override {
    std::vector<std::string> names;
    for (Entry& entry : bucket_->list(folder.empty() ? "" : std::string{folder} + "/"))
      if (!entry.name.starts_with(kLocks)) names.push_back(std::move(entry.name));
    std::sort(names.begin(), names.end());
    return names;
  }

  void remove(std::string_view name) override {
    refuse_if_lost();
    bucket_->remove(name);
  }

  std::shared_ptr<const void> lock() override {
    auto marker = std::make_shared<Marker>(bucket_->place(), options_);
    marker_ = marker;
    return marker;
  }

 private:
  void refuse_if_lost() const {
    const auto marker = marker_.lock();
    if (marker && marker->is_lost())
      throw StoreUnreachable{
          bucket_->place() +
          ": the object store was not heard for minutes, so that another process "
          "may make or prune backups there by now."};
  }

  S3Options options_;
  std::unique_ptr<Bucket> bucket_;
  std::weak_ptr<Marker> marker_;
};

}  // namespace

std::unique_ptr<ObjectStore> open_s3_store(std::string_view address, const S3Options& options) {
  return std::make_unique<S3Store>(address, options);
}

}  // namespace vip
