// SPDX-License-Identifier: Apache-2.0

// Package deposits tells the chapter of cash: members adopt a currency and a module, banks open accounts and issue money
// under dual control, customers pay, hold and redeem, and every kind of fraud is refused.
//
// # Who takes part
//
//	northbank, southbank   officer, maker and checker of a bank; its customers alice and carol, or bob
//	regulator              officer, who attests reserves; supervisor, who freezes
//	industry               buyer and supplier; where it is no member, alice and bob take their place
//	probe                  the chaincode that settles through cash, as products do
//
// Parties stay the same in every telling, since certificates name them. Accounts, mints, holds, settlements and
// resolutions are new in each.
package deposits
