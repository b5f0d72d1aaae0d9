#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/request/page_numbers.h"
#include "api/response/json_view.h"
#include "api/response/page.h"
#include "blob/blob_store.h"
#include "http/message.h"
#include "rules/action.h"

namespace vip {

// What an action has answered, before it is a response. Rows of an action that only reads are
// written as they come; those of one that writes are kept until the commit.
class ActionAnswer {
 public:
  ActionAnswer(const Action& action, const View& view, PageWanted page = {},
               std::size_t most_bytes = SIZE_MAX)
      : action_{&action}, view_{&view}, page_{std::move(page)}, most_bytes_{most_bytes} {}

  // Throws AnswerTooLarge. So does set_text().
  void add(const Record& row);
  // False when the page is full and enough has been counted (docs/contract.md 6).
  bool wants_more();
  void set_text(std::string text);
  void set_content(KeptContent content) { content_ = std::move(content); }
  void locate(const Resource& resource, const Uuid& id) { located_ = {&resource, id}; }

  // Throws std::logic_error when there is no answer, or more than one where one is due.
  void check() const;

  // 206, 304 and 416 where it is a content that the caller asks for in part or has already.
  Result<http::Response> response(const BlobStore& blobs, const Uuid& tenant,
                                  const http::Headers& headers, std::string_view base,
                                  std::string_view path) &&;

 private:
  struct Located {
    const Resource* resource = nullptr;
    Uuid id;
  };
  void append(const Record& row);
  bool shows(std::int64_t row) const;
  PageTotal finish_page();
  std::string links(const PageTotal& total, std::string_view url) const;

  const Action* action_;
  const View* view_;  // of the output
  std::string text_;
  PageWanted page_;
  std::size_t most_bytes_;
  std::int64_t rows_ = 0;  // shown or only counted
  std::int64_t shown_ = 0;
  bool stopped_ = false;  // there may be more than were counted
  std::vector<Record> kept_rows_;
  std::optional<Located> located_;
  std::optional<KeptContent> content_;
};

}  // namespace vip
