// SPDX-License-Identifier: Apache-2.0

// Package await waits for a condition of another process by asking again and
// again until a deadline. The runner never sleeps for a fixed time instead.
package await
