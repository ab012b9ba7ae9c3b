# Toolchain for 64-bit ARM with Debian's g++-aarch64-linux-gnu; programs run under qemu-user where it
# is installed. Libraries that the compiler does not bring come from build/aarch64-sysroot, which
# `./dev test-long` makes.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)

set(HAPMILL_SYSROOT "${CMAKE_CURRENT_LIST_DIR}/../build/aarch64-sysroot")
cmake_path(NORMAL_PATH HAPMILL_SYSROOT)
set(libraries "${HAPMILL_SYSROOT}/usr/lib/aarch64-linux-gnu:${HAPMILL_SYSROOT}/lib/aarch64-linux-gnu")
# What libraries need themselves.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,-rpath-link,${libraries}")

find_program(HAPMILL_QEMU NAMES qemu-aarch64 qemu-aarch64-static)
if(HAPMILL_QEMU)
  set(CMAKE_CROSSCOMPILING_EMULATOR 
    "${HAPMILL_QEMU};-L;/usr/aarch64-linux-gnu;-E;LD_LIBRARY_PATH=${libraries}")
endif()

set(CMAKE_FIND_ROOT_PATH /usr/aarch64-linux-gnu "${HAPMILL_SYSROOT}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
