#pragma once

#include <cstddef>

/// What this process holds of the machine's memory, for a program that stays for years and of which
/// most of what it loaded served its start alone.
namespace rackproof {

/// From here on all threads share one heap, and what is freed at its end goes back at once. Once,
/// before there are threads: glibc else gives each of them a heap of its own, which keeps what that
/// thread has freed (mallopt(3), M_ARENA_MAX).
void share_one_heap();

/// Gives back what is free within the heap, and the pages of program and libraries, which come
/// again out of the page cache as they are needed. Pages that were written to stay. Takes some
/// milliseconds; any thread. Gives the bytes of program and libraries that were let go of; 0 where
/// the kernel does not show them.
std::size_t give_back_memory();

}  // namespace rackproof
