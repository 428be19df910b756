// SPDX-License-Identifier: Apache-2.0

// Package consortiumtest gives a test a real consortium of its own.
//
//	c := consortiumtest.Start(t)                    // three members, no chaincode
//	c := consortiumtest.Start(t, func(o *consortium.Options) {
//		o.Prepare, o.Deploy = chaincodes.Prepare, chaincodes.Deploy
//	})
//
// It is apart from package consortium so that the runner does not carry the
// testing package.
package consortiumtest
