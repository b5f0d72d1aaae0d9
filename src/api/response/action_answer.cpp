#include "api/response/action_answer.h"

#include <algorithm>
#include <stdexcept>

#include "api/response/content.h"
#include "api/response/record_response.h"
#include "store/store.h"

namespace vip {
namespace {

constexpr std::string_view kResults = "{\"results\":[";

}  // namespace

void ActionAnswer::add(const Record& row) {
  if (action_->writes) {
    kept_rows_.push_back(row);
  } else {
    append(row);
    if (text_.size() > most_bytes_) throw AnswerTooLarge{};
  }
}

void ActionAnswer::set_text(std::string text) {
  if (text.size() > most_bytes_) throw AnswerTooLarge{};
  text_ = std::move(text);
}

void ActionAnswer::check() const {
  if (content_ || action_->results || !action_->media.empty()) return;
  if (rows_ + static_cast<std::int64_t>(kept_rows_.size()) != 1)
    throw std::logic_error(action_->file + ": it gave no answer");
}

bool ActionAnswer::wants_more() {
  const std::int64_t most = std::max(page_.page * page_.size, kCountBound);
  stopped_ |= action_->pages() && rows_ > most;
  return !stopped_;
}

bool ActionAnswer::shows(std::int64_t row) const {
  return !action_->pages() ||
         (row >= (page_.page - 1) * page_.size && row < page_.page * page_.size);
}

PageTotal ActionAnswer::finish_page() {
  const std::int64_t most = std::max(page_.page * page_.size, kCountBound);
  const PageTotal total{stopped_ ? most : rows_, true, !stopped_};
  append_members(text_, page_.page, page_.size, total);
  return total;
}

std::string ActionAnswer::links(const PageTotal& total, std::string_view url) const {
  const bool more = rows_ > page_.page * page_.size;
  return numbered_links(std::string(url), page_.query, {page_.page, page_.size}, total, more);
}

void ActionAnswer::append(const Record& row) {
  if (!shows(rows_++)) return;
  if (shown_++ > 0)
    text_.push_back(',');
  else if (action_->results)
    text_ = kResults;
  open_object(text_, *view_, row);
  text_.push_back('}');
}

Result<http::Response> ActionAnswer::response(const BlobStore& blobs, const Uuid& tenant,
                                              const http::Headers& headers, std::string_view base,
                                              std::string_view path) && {
  const bool pii = view_->pii || action_->pii;
  if (content_) return content_response(*content_, blobs, tenant, headers, pii);
  for (const Record& row : kept_rows_) append(row);
  const bool own_media = !action_->media.empty();
  http::Response response;
  if (!own_media && action_->results) {
    if (shown_ == 0) text_ = kResults;
    text_ += "]";
    if (action_->pages())
      response.header("Link", links(finish_page(), std::string(base).append(path)));
    text_ += "}";
  }
  response.status = action_->status;
  response.header("Content-Type", own_media ? action_->media : "application/json");
  response.body = std::move(text_);
  if (located_)
    response.header("Location", location_of(*located_->resource, located_->id, base, {}));
  if (pii || own_media) response.header("Cache-Control", "no-store");
  return response;
}

}  // namespace vip
