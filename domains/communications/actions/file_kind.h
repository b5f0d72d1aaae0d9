#pragma once

// The type of a file, judged by what its declared type can be: a program that is declared as an
// image is not accepted, a mail that contains HTML is a mail.

#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "domains/communications/actions/zip_entries.h"

namespace vip::domains {

// What a file says of itself.
struct DeclaredFile {
  std::string_view media_type;  // canonical; empty or application/octet-stream if unknown
  std::string_view name;
};

// Whether a file can be of a media type, by its content. False for a type that is not known here.
bool can_be(std::string_view media_type, const FileContent& file);

// The media type to store a file under. `also_accepted`: types beyond those that are always. Fails
// with file-type-not-accepted or file-type-mismatch.
Result<std::string> media_type_of(const FileContent& file, const DeclaredFile& declared,
                                  std::span<const std::string> also_accepted = {});

}  // namespace vip::domains
