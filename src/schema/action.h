#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "schema/resource.h"

namespace vip {

// Something that computes or acts and is no stored record: a price quote, the free slots of a
// month, the end of a subscription. Its input and output are described by the same fields as
// records; the doing is C++ beside the declaration.
struct Action {
  const Domain* domain = nullptr;
  std::string name;          // "prices-quote": file
  std::string operation_id;  // "quotePrice": of OpenAPI, unique over all domains
  std::string title;         // "Price Quote"
  std::string summary;
  std::string description;
  std::string tag;             // OpenAPI
  std::string scope;           // "formulary"
  std::string file;            // the declaration, for messages
  std::string path;            // "/prices/quote"
  bool posts = false;          // POST; else GET
  std::string needs = "read";  // action of the scope
  int status = 200;
  bool writes = false;
  bool results = false;         // the answer is {"results": [output, …]}
  std::int64_t page_size = 20;  // of results, unless the caller asks for another
  std::string media;  // of the answer; empty: JSON by `output`; "*/*": of a content that is kept
  bool pii = false;   // what it takes or answers is personal as a whole

  // A body that is spooled to a file instead of being read as JSON.
  struct Upload {
    std::uint64_t limit = 0;  // bytes; 0: none
    std::vector<std::string> media;
    const Resource* job = nullptr;  // whose job reads it; null: none
  };
  Upload upload;

  // Fields without a table: the body of a POST (or the parameters of a GET), and the answer.
  std::unique_ptr<const Resource> input, output;

  // Its results come in pages, like those of a list.
  bool pages() const { return results && !posts; }
  bool takes_body() const { return posts && (upload.limit > 0 || !input->fields.empty()); }
};

}  // namespace vip
