# Toolchain for 64-bit ARM with Debian's g++-aarch64-linux-gnu; programs run under qemu-user where it
# is installed.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)

find_program(HAPMILL_QEMU NAMES qemu-aarch64 qemu-aarch64-static)
if(HAPMILL_QEMU)
  set(CMAKE_CROSSCOMPILING_EMULATOR "${HAPMILL_QEMU};-L;/usr/aarch64-linux-gnu")
endif()

set(CMAKE_FIND_ROOT_PATH /usr/aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
