# HAPMILL_PORTABLE: programs that need libc and libm of the machine and nothing else, to be carried to
# another one. Included after the libraries were found.

if(NOT HAPMILL_PORTABLE)
  return()
endif()

add_link_options(-static-libgcc -static-libstdc++ -s)

# hapmill_link_statically(target archive…) makes an imported target link these archives, which
# CMake's or pkg-config's own description leaves out or names as shared.
function(hapmill_link_statically target)
  if(NOT TARGET ${target})
    return()
  endif()
  set(archives "")
  foreach(name IN LISTS ARGN)
    find_library(HAPMILL_STATIC_${name} NAMES "lib${name}.a")
    if(NOT HAPMILL_STATIC_${name})
      message(FATAL_ERROR "lib${name}.a is missing, which HAPMILL_PORTABLE needs for ${target}")
    endif()
    list(APPEND archives "${HAPMILL_STATIC_${name}}")
  endforeach()
  set_property(TARGET ${target} PROPERTY INTERFACE_LINK_LIBRARIES "${archives};m")
  set_property(TARGET ${target} PROPERTY INTERFACE_LINK_OPTIONS "")
endfunction()

# Debian's libhts.a is built with its network access as plugins: no curl, no OpenSSL in it.
hapmill_link_statically(PkgConfig::htslib hts htscodecs lzma bz2 z deflate)
hapmill_link_statically(PkgConfig::libdeflate deflate)
hapmill_link_statically(PkgConfig::libzstd zstd)

# ISA-L has no archive in Debian: the shared library goes beside the programs.
if(TARGET PkgConfig::libisal)
  find_library(HAPMILL_STATIC_isal NAMES libisal.a)
  if(HAPMILL_STATIC_isal)
    hapmill_link_statically(PkgConfig::libisal isal)
  else()
    find_library(HAPMILL_SHARED_isal NAMES libisal.so.2 REQUIRED)
    file(REAL_PATH "${HAPMILL_SHARED_isal}" shared_isal)
    file(COPY_FILE "${shared_isal}" "${PROJECT_BINARY_DIR}/libisal.so.2" ONLY_IF_DIFFERENT)
    set(CMAKE_BUILD_RPATH "$ORIGIN")
  endif()
endif()
