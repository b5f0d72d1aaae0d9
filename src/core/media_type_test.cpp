#include "core/media_type.h"

#include <gtest/gtest.h>

namespace vip {
namespace {

TEST(MediaType, HasOneName) {
  EXPECT_EQ(canonical_media_type("image/jpg"), "image/jpeg");
  EXPECT_EQ(canonical_media_type("image/heif"), "image/heic");
  EXPECT_EQ(canonical_media_type("text/xml"), "application/xml");
  EXPECT_EQ(canonical_media_type("application/x-pdf"), "application/pdf");
  EXPECT_EQ(canonical_media_type("image/jpeg"), "image/jpeg");
  EXPECT_EQ(canonical_media_type("text/html"), "text/html");
  EXPECT_EQ(canonical_media_type(""), "");
}

}  // namespace
}  // namespace vip
