// SPDX-License-Identifier: Apache-2.0

package concurrency

import "sync"

func spawn(work func()) {
	go work() // want `a go statement follows the scheduler`
	var wg sync.WaitGroup
	wg.Go(work) // want `a goroutine started by sync.WaitGroup.Go`
}

func channels() {
	c := make(chan int, 1) // want `a channel follows`
	c <- 1                 // want `a channel send`
	_ = <-c                // want `a channel receive`
	for range c {          // want `a range over a channel`
	}
	select {} // want `do the work in order`
}

func receive(in <-chan int) {} // want `a channel follows`
