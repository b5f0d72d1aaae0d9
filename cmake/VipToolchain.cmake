# Warnings as errors, the sanitizers of a preset, and faster tools if they are installed.
set(VIP_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize takes them: address,undefined or thread")
option(VIP_FUZZ "Build vip_fuzz for libFuzzer, which needs clang" OFF)

add_library(vip_options INTERFACE)
target_compile_options(vip_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual>
  # The fuzzer's clang warns of other things than g++ and clang-tidy, which judge the code.
  $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<NOT:$<BOOL:${VIP_FUZZ}>>>:-Werror>
  # GCC 12 falsely warns of overlapping copies in std::string's operator+ (GCC bug 105651, fixed in 13).
  # It also falsely warns of uninitialized alternatives of a moved std::variant (GCC bug 105562 and related ones).
  $<$<AND:$<COMPILE_LANG_AND_ID:CXX,GNU>,$<CONFIG:Release>>:-Wno-restrict -Wno-maybe-uninitialized>
  # In a unity build no file is the main one for GCC, which then takes local types for those of a header.
  $<$<BOOL:${CMAKE_UNITY_BUILD}>:-Wno-subobject-linkage>)
target_include_directories(vip_options INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)
target_compile_definitions(vip_options INTERFACE BOOST_ALLOW_DEPRECATED_HEADERS)

if(VIP_SANITIZE)
  add_compile_options(-fsanitize=${VIP_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${VIP_SANITIZE})
  if(VIP_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-error=tsan)  # no code of ours relies on Asio's fences, which TSan does not support
  endif()
endif()

if(VIP_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(VIP_CCACHE ccache)
if(VIP_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${VIP_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${VIP_CCACHE})
endif()
find_program(VIP_MOLD mold)
if(VIP_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
