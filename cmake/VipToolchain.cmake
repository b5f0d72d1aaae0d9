# Warnings as errors, the sanitizers that a preset asks for, and the faster tools where they are installed.
set(VIP_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize takes them: address,undefined or thread")

add_library(vip_options INTERFACE)
target_compile_options(vip_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror>
  # GCC 12 sees overlapping copies in std::string's operator+ that are not there (GCC bug 105651, mended in 13).
  # Nor does it follow which alternative of a moved std::variant is there (GCC bug 105562 and its kin).
  $<$<AND:$<COMPILE_LANG_AND_ID:CXX,GNU>,$<CONFIG:Release>>:-Wno-restrict -Wno-maybe-uninitialized>
  # Of files that are compiled together none is the main one to GCC, which then takes their local types for a header's.
  $<$<BOOL:${CMAKE_UNITY_BUILD}>:-Wno-subobject-linkage>)
target_include_directories(vip_options INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)
target_compile_definitions(vip_options INTERFACE BOOST_ALLOW_DEPRECATED_HEADERS)

if(VIP_SANITIZE)
  add_compile_options(-fsanitize=${VIP_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${VIP_SANITIZE})
  if(VIP_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-error=tsan)  # Asio's fences, which it does not see, guard nothing of ours
  endif()
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
