// SPDX-License-Identifier: Apache-2.0

package concurrency

func sequence(work ...func()) {
	for _, w := range work {
		w()
	}
}

func negate(n int) int { return -n }
